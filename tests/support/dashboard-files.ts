import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { MeteorAssets } from '../../server/meteor';

/** What stands in the files of a dashboard that was built for a test. */
export const dashboardContents = {
  'index.html': '<!doctype html><title>the dashboard</title><script src="./dashboard.js"></script>',
  'dashboard.js': `// the dashboard${' '.repeat(2_000)}`,
  'dashboard.css': 'body { margin: 0 }',
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
} as const;

/** Writes them into a folder, each with its `.br` and `.gz`. */
export function writeDashboard(folder: string): void {
  for (const [name, content] of Object.entries(dashboardContents)) {
    const file = join(folder, name);
    writeFileSync(file, content);
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content));
  }
}

/** Gives the files of a folder as those of the package, whatever folder the package has them in. */
export function assetsIn(folder: string): MeteorAssets {
  return { absoluteFilePath: (path) => join(folder, basename(path)) };
}
