import type { BuildOptions } from 'esbuild';

/** What esbuild is told for code of the server, that it becomes what Meteor’s compilers make of it. */
export const asMeteorCompiles = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  supported: { 'dynamic-import': false }, // as Meteor on the server, where it becomes a require
  packages: 'external',
  external: ['meteor/*'],
} satisfies BuildOptions;
