import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

/** What package.js has said, for the package (`onUse`) or for its tests (`onTest`). */
export interface Described {
  readonly about: Record<string, unknown>;
  readonly npm: Record<string, string>;
  readonly releases: string[];
  readonly uses: Use[];
  readonly modules: Array<{ readonly file: string; readonly side: string }>;
  readonly assets: Array<{ readonly file: string; readonly side: string }>;
}

export interface Use {
  readonly name: string;
  readonly constraint: string | undefined;
  readonly sides: string[];
  readonly weak: boolean;
}

export type Part = 'onUse' | 'onTest';

interface Recorded extends Described {
  readonly api: object;
  readonly depends: (npm: Record<string, string>) => void;
}

/**
 * Runs a package.js as Meteor's tool would. Like the tool it refuses what it
 * does not know, a second `Npm.depends`, versions that are not exact, assets
 * without a side and files named twice (3.0.4: tools/isobuild/package-api.js,
 * package-npm.js).
 *
 * @throws {Error} that says what was refused.
 */
export function describePackage(part: Part, source = packageJs()): Described {
  const recorded = record();
  const run = (of: Part) => (describe: (api: object) => void) => {
    if (part === of) describe(recorded.api);
  };
  runInNewContext(source, {
    Package: onlyKnown('Package', {
      describe: (about: object) => Object.assign(recorded.about, about),
      onUse: run('onUse'),
      onTest: run('onTest'),
    }),
    Npm: onlyKnown('Npm', { depends: recorded.depends }),
  });
  const { api, depends, ...described } = recorded;
  return described;
}

function packageJs(): string {
  return readFileSync(join(__dirname, '../../package.js'), 'utf8');
}

function record(): Recorded {
  const uses: Use[] = [];
  const modules: Described['modules'] = [];
  const assets: Described['assets'] = [];
  const releases: string[] = [];
  const npm: Record<string, string> = {};

  const api = onlyKnown('api', {
    versionsFrom: (names: string | string[]) => releases.push(...list(names)),
    use(names: string | string[], sides: unknown, options: { weak?: boolean } = {}) {
      const on = typeof sides === 'string' || Array.isArray(sides) ? list(sides) : bothSides;
      for (const named of list(names)) {
        const [name = '', constraint] = named.split('@');
        uses.push({ name, constraint, sides: on, weak: options.weak === true });
      }
    },
    mainModule(file: string, side: string) {
      if (modules.some((other) => other.side === side)) refuse(`two main modules for ${side}`);
      modules.push({ file, side });
    },
    addAssets(files: string | string[], side: string | undefined) {
      if (side === undefined) refuse('addAssets needs to be told where');
      for (const file of list(files)) {
        if (assets.some((other) => other.file === file)) refuse(`duplicate asset ${file}`);
        assets.push({ file, side });
      }
    },
  });

  function depends(given: Record<string, string>): void {
    if (Object.keys(npm).length > 0) refuse('Npm.depends may only be called once per package');
    for (const [name, version] of Object.entries(given)) {
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) refuse(`${name} ${version} is not exact`);
      npm[name] = version;
    }
  }

  return { about: {}, npm, releases, uses, modules, assets, api, depends };
}

const bothSides = ['client', 'server'];

const list = <Value>(given: Value | Value[]): Value[] => (Array.isArray(given) ? given : [given]);

function refuse(what: string): never {
  throw new Error(what);
}

/** A call that Meteor has none of must not pass here. */
function onlyKnown(name: string, known: Record<string, unknown>): object {
  return new Proxy(known, {
    get: (target, key) => target[String(key)] ?? refuse(`${name}.${String(key)} is not known here`),
  });
}
