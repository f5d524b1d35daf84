/** Runs git with the arguments; the trimmed output, or `undefined` when it fails. */
export type Git = (...given: readonly string[]) => string | undefined;

/** A commit to compare with, or why there is none. */
export type Base = { readonly commit: string; readonly what: string } | { readonly none: string };

const defaultBranches = ['origin/HEAD', 'origin/main', 'main'];

/**
 * What HEAD is compared with: where it left the default branch, or, when it is
 * on that branch, its first parent, so that a merge is compared with what it
 * was merged into. `wanted` is a commit that somebody asked for.
 */
export function findBase(git: Git, wanted: string | undefined): Base {
  const commitOf = (name: string) => git('rev-parse', '--verify', '--quiet', `${name}^{commit}`);
  if (wanted) {
    const commit = commitOf(wanted);
    return commit ? { commit, what: wanted } : { none: `there is no commit ${wanted}` };
  }
  const head = commitOf('HEAD');
  if (!head) return { none: 'there is no commit' };
  const branch = defaultBranches.find(commitOf);
  const left = branch && git('merge-base', 'HEAD', branch);
  if (left && left !== head) return { commit: left, what: `where HEAD left ${branch}` };
  const parent = commitOf('HEAD^1');
  if (parent) return { commit: parent, what: 'the commit before HEAD' };
  const isShallow = git('rev-parse', '--is-shallow-repository') === 'true';
  return { none: isShallow ? 'the clone is too shallow' : 'HEAD is the first commit' };
}
