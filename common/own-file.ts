/**
 * Whether a file of a stack is the app's own: not Node's, of no npm package, and of no package of
 * Meteor's. `file` is its path without what depends on where the app is installed.
 */
export function isOwnFile(file: string): boolean {
  if (file === '' || foreign.test(file) || starters.test(file)) return false;
  const [, name] = /(?:^|\/)packages\/([^/]+?)(?:\.js)?(?:\/|$)/.exec(file) ?? [];
  return name === undefined || !meteorPackages.has(name.replace(/^local-test[:_]/, ''));
}

/** Files that start a server bundle. */
const starters =
  /^(?:boot|boot-utils|profile|npm-require|runtime|mini-files|debug|server-json)\.js$/;
const foreign = /(?:^|\/)node_modules\/|^node:|^internal\/|^data:|^native$|<anonymous>|^eval at /;

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
