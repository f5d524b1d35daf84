/* global Package, Npm */
Package.describe({
  name: 'radiant:agent',
  version: '0.1.0',
  summary: 'Where the load of an app comes from: methods, publications, observers, the process.',
  git: 'https://github.com/radiant-agent/radiant-agent',
  documentation: 'README.md',
});

// Npm.depends may be called once per package, and onUse and onTest make two: each calls it itself,
// so that what only the tests need does not ship.
Package.onUse((api) => {
  Npm.depends({
    isbot: '5.2.3',
    lodash: '4.17.21',
    'rotating-file-stream': '3.2.10',
    'web-vitals': '6.2.3',
  });
  api.versionsFrom('3.0.4');
  api.use(['ecmascript', 'typescript', 'modules']);
  api.use(['ddp-server', 'ddp-common', 'webapp'], 'server');
  // Not needed, but loaded before this package where the app has them.
  api.use(['mongo', 'minimongo', 'facts-base', 'email'], 'server', { weak: true });
  api.mainModule('server/main.ts', 'server');
  // On the client, too: what is watched there is there or not when start-up is over.
  api.use(['accounts-base', 'autoupdate', 'reload'], 'client', { weak: true });
  // Not lazy: pages are counted in an app that never imports it.
  api.mainModule('client/main.ts', 'client');
  api.addAssets(['package-types.json'], 'server');
  // Built by `npm run dashboard -- build`; one by one, as there is no other way to say it.
  api.addAssets(
    [
      'server/dashboard/static/dashboard.css',
      'server/dashboard/static/dashboard.css.br',
      'server/dashboard/static/dashboard.css.gz',
      'server/dashboard/static/dashboard.js',
      'server/dashboard/static/dashboard.js.br',
      'server/dashboard/static/dashboard.js.gz',
      'server/dashboard/static/icon.svg',
      'server/dashboard/static/icon.svg.br',
      'server/dashboard/static/icon.svg.gz',
      'server/dashboard/static/index.html',
      'server/dashboard/static/index.html.br',
      'server/dashboard/static/index.html.gz',
    ],
    'server',
  );
});

Package.onTest((api) => {
  Npm.depends({
    isbot: '5.2.3',
    lodash: '4.17.21',
    'rotating-file-stream': '3.2.10',
    chai: '4.5.0',
  });
  api.versionsFrom('3.0.4');
  api.use(['radiant:agent', 'ecmascript', 'typescript', 'modules', 'meteortesting:mocha@3.0.0']);
  api.mainModule('tests/main.server.ts', 'server');
  api.mainModule('tests/main.client.ts', 'client');
});
