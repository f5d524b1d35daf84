import type { Subscription } from '../ddp/types';
import type { Meteor } from '../meteor/meteor';
import type { PageParts } from '../webapp/boilerplate';
import type { StaticFiles } from '../webapp/static-files';
import type { ClientProgram } from './program';

interface Needs {
  readonly Meteor: Pick<Meteor, 'publish' | 'isDevelopment' | 'gitCommitHash'>;
  readonly staticFilesByArch: StaticFiles;
  setPage(parts: PageParts): void;
}

type Watch = (program: ClientProgram) => void;

const COLLECTION = 'meteor_autoupdate_clientVersions';
const ARCH = 'web.browser';

/**
 * The part of `webapp` and `autoupdate` that gives a client to browsers. The
 * next program that is served is a hot code push: pages that are open hear of it.
 */
export function createProgramServer({ Meteor, staticFilesByArch, setPage }: Needs): Watch {
  const watching = new Set<Watch>();
  let served: ClientProgram | undefined;

  function publishVersions(): void {
    Meteor.publish(
      COLLECTION,
      function (this: Subscription) {
        if (served) this.added(COLLECTION, ARCH, fieldsOf(served));
        const watch: Watch = (program) => this.changed(COLLECTION, ARCH, fieldsOf(program));
        watching.add(watch);
        this.onStop(() => watching.delete(watch));
        this.ready();
      },
      { is_auto: true },
    );
  }

  return (program) => {
    if (!served) publishVersions();
    served = program;
    const paths = Object.entries(program.files).map(([path, { hash, type }]) => ({
      type,
      address: `${path}?hash=${hash}`,
    }));
    const addresses = (wanted: 'css' | 'js') =>
      paths.filter(({ type }) => type === wanted).map(({ address }) => address);
    staticFilesByArch[ARCH] = program.files;
    setPage({
      head: program.head,
      body: program.body,
      css: addresses('css'),
      js: addresses('js'),
      config: {
        meteorEnv: { NODE_ENV: Meteor.isDevelopment ? 'development' : 'production' },
        ...(Meteor.gitCommitHash && { gitCommitHash: Meteor.gitCommitHash }),
        autoupdate: { versions: { [ARCH]: program.version } },
      },
    });
    for (const watch of [...watching]) watch(program);
  };
}

function fieldsOf({ version }: ClientProgram): Record<string, unknown> {
  return { ...version, assets: [] };
}
