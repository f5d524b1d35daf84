import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { precompress } from './precompress';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * The files have the same names in every build, as package.js lists them one by one; the server
 * tells browsers apart by ETag. RADIANT_DASHBOARD_OUT is where tests build theirs.
 */
// biome-ignore lint/style/noDefaultExport: Vite asks for it.
export default defineConfig({
  root: here,
  base: './',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  build: {
    outDir: process.env.RADIANT_DASHBOARD_OUT ?? `${here}../../server/dashboard/static`,
    emptyOutDir: true,
    target: 'es2022',
    cssCodeSplit: false,
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        entryFileNames: 'dashboard.js',
        chunkFileNames: '[name].js',
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith('.css')) ? 'dashboard.css' : '[name][extname]',
      },
    },
  },
  plugins: [precompress()],
  server: {
    proxy: { '/api': process.env.RADIANT_DASHBOARD_APP ?? 'http://localhost:3000/_radiant' },
  },
});
