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
  const own = frames.find(({ file }) => isOwn(cleanFile(file, root)));
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

/** Files that start a server bundle. */
const starters =
  /^(?:boot|boot-utils|profile|npm-require|runtime|mini-files|debug|server-json)\.js$/;
const foreign = /(?:^|\/)node_modules\/|^node:|^internal\/|^data:|^native$|<anonymous>|^eval at /;

function isOwn(file: string): boolean {
  if (file === '' || foreign.test(file) || starters.test(file)) return false;
  const [, name] = /(?:^|\/)packages\/([^/]+?)(?:\.js)?(?:\/|$)/.exec(file) ?? [];
  return name === undefined || !meteorPackages.has(name.replace(/^local-test[:_]/, ''));
}

/** `MethodInvocation.tasks.add [as run]` is `add`: what it is called on depends on the engine. */
function functionName(fn: string): string {
  const name = fn.replace(/ \[as .*$/, '').replace(/^new /, '');
  return name.slice(name.lastIndexOf('.') + 1).replace('<anonymous>', '');
}

/** Packages of Meteor's own that run on servers, and this one. */
const meteorPackages = new Set(
  (
    'accounts-2fa accounts-base accounts-oauth accounts-password accounts-passwordless ' +
    'allow-deny audit-argument-checks autopublish autoupdate babel-compiler ' +
    'babel-runtime base64 binary-heap boilerplate-generator callback-hook check ' +
    'core-runtime ddp ddp-client ddp-common ddp-rate-limiter ddp-server diff-sequence ' +
    'dynamic-import ecmascript ecmascript-runtime ecmascript-runtime-server ejson email ' +
    'facts-base fetch geojson-utils hot-code-push hot-module-replacement id-map insecure ' +
    'inter-process-messaging livedata logging meteor meteor-base minimongo modules ' +
    'modules-runtime mongo mongo-dev-server mongo-id npm-mongo oauth oauth-encryption ' +
    'oauth1 oauth2 ordered-dict promise random rate-limit reactive-dict reactive-var ' +
    'reload retry roles routepolicy server-render service-configuration session sha ' +
    'shell-server socket-stream-client tracker typescript underscore url webapp ' +
    'webapp-hashing radiant_agent radiant:agent'
  ).split(' '),
);
