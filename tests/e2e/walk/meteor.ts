import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHost } from '../../host/host';
import { loadServerCode } from '../../host/load';

/**
 * Stands in for the `meteor` command where there is none, as far as the quick
 * start needs it: makes an app, adds a package, and runs the app on the host.
 * Packages of the app that are not the host's are looked up in this repository.
 */
const root = join(__dirname, '../../..');
const local: Readonly<Record<string, string>> = { 'radiant:agent': join(root, 'server/main.ts') };

const commands: Readonly<Record<string, (name?: string) => Promise<void> | void>> = {
  create(name = 'app') {
    for (const folder of ['.meteor', 'server']) mkdirSync(join(name, folder), { recursive: true });
    writeFileSync(join(name, '.meteor/packages'), 'meteor-base\nmongo\necmascript\n');
    writeFileSync(join(name, '.meteor/release'), 'METEOR@3.3.2\n');
    writeFileSync(join(name, 'server/main.js'), `import { Meteor } from 'meteor/meteor';\n`);
  },

  add(name = '') {
    if (!(name in local)) throw new Error(`there is no package ${name}`);
    if (!packagesOfApp().includes(name)) {
      writeFileSync(packagesFile, `${readFileSync(packagesFile, 'utf8')}${name}\n`);
    }
  },

  async run() {
    const packages = packagesOfApp().filter((name) => name in local);
    const host = createHost({ version: '3.3.2', development: true, env: process.env });
    await loadServerCode(host, join(process.cwd(), 'server/main.js'), {
      packages: Object.fromEntries(packages.map((name) => [name, local[name] ?? ''])),
    });
    const { url } = await host.listen(Number(process.env.WALK_PORT ?? 3000));
    process.stdout.write(`=> App running at: ${url}/\n`);
  },
};

const packagesFile = '.meteor/packages';

/** Names in the order in which they load. */
function packagesOfApp(): string[] {
  if (!existsSync(packagesFile)) throw new Error("You're not in a Meteor project directory.");
  return readFileSync(packagesFile, 'utf8')
    .split('\n')
    .map((line) => line.replace(/[#@].*/, '').trim())
    .filter(Boolean);
}

async function main([command = 'run', name]: readonly string[]): Promise<void> {
  const run = commands[command];
  if (!run) throw new Error(`'${command}' is not a Meteor command.`);
  await run(name);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
