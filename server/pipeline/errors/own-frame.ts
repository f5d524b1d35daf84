import { isOwnFile } from '../../../common/own-file';
import type { Frame } from './stack-frames';

/** Where in the app's own code an error came from. */
export interface OwnFrame {
  /** `file:line`. */
  readonly frame: string;
  /** File and function: the same in the next release, where lines have moved. */
  readonly place: string;
}

/**
 * The innermost frame that is neither Node's, nor of an npm package, nor of a
 * package of Meteor's. Undefined where there is none.
 */
export function ownFrame(frames: readonly Frame[], root: string): OwnFrame | undefined {
  const own = frames.find(({ file }) => isOwnFile(cleanFile(file, root)));
  if (!own) return undefined;
  const file = cleanFile(own.file, root);
  return { frame: `${file}:${own.line}`, place: `${file} ${functionName(own.fn)}` };
}

/** The frames as one text, files without what depends on where the app is installed. */
export function writeFrames(frames: readonly Frame[], root: string): string {
  return frames
    .map(({ fn, file, line, column }) => {
      const place = `${cleanFile(file, root)}:${line}:${column}`;
      return fn === '' ? `\n    at ${place}` : `\n    at ${fn} (${place})`;
    })
    .join('');
}

/** `/built_app/programs/server/packages/mongo.js` is `packages/mongo.js`. */
export function cleanFile(file: string, root: string): string {
  const path = file
    .replace(/^file:\/\//, '')
    .replace(/^(?:webpack|meteor):\/\/[^/]*\/(?:\.\/)?/, '');
  const server = path.lastIndexOf('/programs/server/');
  if (server >= 0) return path.slice(server + '/programs/server/'.length);
  return root !== '' && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** `MethodInvocation.tasks.add [as run]` is `add`: what it is called on depends on the engine. */
function functionName(fn: string): string {
  const name = fn.replace(/ \[as .*$/, '').replace(/^new /, '');
  return name.slice(name.lastIndexOf('.') + 1).replace('<anonymous>', '');
}
