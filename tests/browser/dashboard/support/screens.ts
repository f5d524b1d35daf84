/** The screens in the order of the menu, as their addresses and titles are. */
export const screens = [
  { name: '', title: 'Overview' },
  { name: 'alerts', title: 'Alerts' },
  { name: 'methods', title: 'Methods' },
  { name: 'publications', title: 'Publications' },
  { name: 'observers', title: 'Observers' },
  { name: 'traces', title: 'Traces' },
  { name: 'errors', title: 'Errors' },
  { name: 'logs', title: 'Logs' },
  { name: 'http', title: 'HTTP' },
  { name: 'jobs', title: 'Jobs and e-mail' },
  { name: 'database', title: 'Database' },
  { name: 'process', title: 'Process' },
  { name: 'releases', title: 'Releases' },
  { name: 'analytics', title: 'Analytics' },
  { name: 'radiant', title: 'Radiant' },
] as const;
