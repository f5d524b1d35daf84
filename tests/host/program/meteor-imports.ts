import type { Plugin } from 'esbuild';

/** Takes `meteor/…` from `Package` of the page, when it is imported. */
export const meteorImports: Plugin = {
  name: 'meteor-imports',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^meteor\// }, ({ path }) => ({ path, namespace: 'meteor' }));
    onLoad({ filter: /.*/, namespace: 'meteor' }, ({ path }) => ({
      loader: 'js',
      contents: importing(path),
    }));
  },
};

function importing(path: string): string {
  const name = JSON.stringify(path.replace('meteor/', ''));
  const missing = JSON.stringify(`Cannot find module '${path}'`);
  return `
    if (!(${name} in Package)) {
      throw Object.assign(new Error(${missing}), { code: 'MODULE_NOT_FOUND' });
    }
    module.exports = Package[${name}];
  `;
}
