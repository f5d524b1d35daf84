import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { aFolder } from '../../support/a-folder';
import { findBase, type Git } from './find-base';

const env = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' },
  ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' },
};

const gitIn =
  (cwd: string): Git =>
  (...given) => {
    try {
      return execFileSync('git', given, { cwd, env, encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch {
      return undefined;
    }
  };

describe('findBase', () => {
  const folder = aFolder();
  let git: Git;
  /** Makes an empty commit, and gives its hash. */
  const commit = (message: string) => {
    git('commit', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD') ?? '';
  };

  beforeEach(() => {
    git = gitIn(folder.path);
    git('init', '-b', 'main');
  });

  it('finds where HEAD left main', () => {
    commit('first');
    const left = commit('second');
    git('checkout', '-b', 'topic');
    commit('ours');
    commit('ours, too');
    git('checkout', 'main');
    commit('theirs');
    git('checkout', 'topic');

    expect(findBase(git, undefined)).to.deep.equal({ commit: left, what: 'where HEAD left main' });
  });

  it('takes what the remote has before the branch of the same name here', () => {
    const first = commit('first');
    git('update-ref', 'refs/remotes/origin/main', first);
    commit('not pushed');

    expect(findBase(git, undefined)).to.deep.equal({
      commit: first,
      what: 'where HEAD left origin/main',
    });
  });

  it('takes the first parent on main itself, and of a merge what it was merged into', () => {
    commit('first');
    git('checkout', '-b', 'topic');
    commit('ours');
    git('checkout', 'main');
    const before = commit('theirs');
    git('merge', '--no-ff', '-m', 'both', 'topic');

    expect(findBase(git, undefined)).to.deep.equal({
      commit: before,
      what: 'the commit before HEAD',
    });
  });

  it('has none at the first commit, in a shallow clone, and where nothing was committed', () => {
    expect(findBase(git, undefined)).to.deep.equal({ none: 'there is no commit' });

    commit('first');
    expect(findBase(git, undefined)).to.deep.equal({ none: 'HEAD is the first commit' });

    commit('second');
    git('clone', '--depth', '1', `file://${folder.path}`, 'shallow');
    const shallow = gitIn(join(folder.path, 'shallow'));
    expect(findBase(shallow, undefined)).to.deep.equal({ none: 'the clone is too shallow' });
  });

  it('takes the commit that is asked for, or says that it is not there', () => {
    const first = commit('first');
    commit('second');

    expect(findBase(git, 'HEAD~1')).to.deep.equal({ commit: first, what: 'HEAD~1' });
    expect(findBase(git, 'nowhere')).to.deep.equal({ none: 'there is no commit nowhere' });
  });
});
