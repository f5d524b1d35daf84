import { SourceMap } from 'node:module';
import { relative, resolve } from 'node:path';
import type { CallFrame } from '../../server/cpu/cpu-profile';

export interface Bundle {
  /** As frames have it. */
  readonly url: string;
  /** With its source map at the end. */
  readonly code: string;
}

/** Where the function of a frame was written, from `root`; `undefined` for what is not of the bundle. */
export function sourceOfFrame(
  bundle: Bundle,
  root: string,
): (frame: CallFrame) => string | undefined {
  const encoded = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(
    bundle.code,
  );
  if (!encoded?.[1]) throw new Error(`${bundle.url} has no source map`);
  const map = new SourceMap(JSON.parse(Buffer.from(encoded[1], 'base64').toString()));

  return ({ url, lineNumber, columnNumber }) => {
    if (url !== bundle.url) return undefined;
    // Sources are told from the working directory, as the bundle was written nowhere.
    const entry = map.findEntry(lineNumber, columnNumber);
    if (!('originalSource' in entry)) return undefined;
    return relative(root, resolve(entry.originalSource));
  };
}
