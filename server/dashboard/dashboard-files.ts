/**
 * The files of the dashboard, as they are built into `static/` beside this
 * file; package.js lists them for Meteor, each with its `.br` and `.gz`.
 */
export const dashboardFiles: readonly string[] = [
  'index.html',
  'dashboard.js',
  'dashboard.css',
  'icon.svg',
];
