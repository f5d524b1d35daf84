/**
 * The name of the module that a file of the package belongs to, as the table
 * has it: its folder in `instruments` and `sinks`, else the file. `undefined` for
 * a file that is not of the package.
 */
export function moduleName(path: string): string | undefined {
  const [side, ...rest] = path.replace(/\.ts$/, '').split('/');
  if (side !== 'server' && side !== 'common') return undefined;
  if (side === 'common') return `common/${rest[0]}`;
  const [folder, file] = rest;
  return file === undefined ? `server/${folder}` : `${folder}/${file}`;
}
