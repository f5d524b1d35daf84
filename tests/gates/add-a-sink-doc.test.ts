import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import type { Sink } from '../../common/sink';
import * as sinkModule from '../../common/sink';
import { aFolder } from '../support/a-folder';
import { describeReader, type ReadableSink } from '../support/describe-reader';
import { describeSink } from '../support/describe-sink';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'add-a-sink.md'), 'utf8');
const [sinkCode = '', readerCode = ''] = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(
  ([, code]) => code ?? '',
);

interface SinkExample {
  folderSink(folder: string): Sink;
}

interface ReaderExample {
  readable(sink: Sink, folder: string, now: () => number): ReadableSink;
}

describe('docs/add-a-sink.md', () => {
  const folder = aFolder();
  const { folderSink } = run(sinkCode) as SinkExample;
  const { readable } = run(readerCode) as ReaderExample;
  let sinks = 0;
  const emptyFolder = () => join(folder.path, String(++sinks));

  describeSink('its sink', () => folderSink(emptyFolder()));

  describeReader(({ now }) => {
    const path = emptyFolder();
    return readable(folderSink(path), path, now);
  });
});

/** What a block of the page exports. */
function run(code: string): unknown {
  const { code: plain } = transformSync(code, { loader: 'ts', format: 'cjs' });
  const load = createRequire(__filename);
  const module = { exports: {} };
  new Function('require', 'module', 'exports', plain)(
    (id: string) => (id === 'meteor/radiant:agent' ? sinkModule : load(id)),
    module,
    module.exports,
  );
  return module.exports;
}
