import { type Alert, type AlertRule, isFindingRule, type MetricRule } from '../../../common/alert';
import type { Dims } from '../../../common/metrics';
import type { FindingLink } from './finding-links';

/** Where to look at what an alert is about, the closest first; nowhere where no screen has it. */
export function alertLinks({ labels }: Pick<Alert, 'labels'>, rule?: AlertRule): FindingLink[] {
  if (labels.kind !== undefined && (!rule || isFindingRule(rule))) return [findingLink(labels)];
  return rule && !isFindingRule(rule) ? metricLinks(rule, labels) : [];
}

function findingLink({ kind, owner = '', collection, shape, driver }: Dims): FindingLink {
  const [, ownerKind = owner, name] = /^(\S+) (.*)$/.exec(owner) ?? [];
  if (kind !== 'regression') {
    const subject = { kind: ownerKind || undefined, name, collection, shape, driver };
    const all = { view: kind === 'polling' ? 'polling' : undefined };
    const isAboutAll = Object.values(subject).every((one) => one === undefined);
    return {
      label: 'Show its observers',
      ...{ screen: 'observers', with: isAboutAll ? all : subject },
    };
  }
  return { label: 'Compare the releases', screen: 'releases', with: {} };
}

function metricLinks({ metric, dims = {} }: MetricRule, labels: Dims): FindingLink[] {
  const all = { ...dims, ...labels };
  const link = linkOf[metric.slice(0, metric.indexOf('.'))]?.(all);
  if (!link) return [];
  const filters = filtersOf(labels);
  const isFailure = all.outcome === 'error' && all.name !== undefined;
  return [
    ...(isFailure ? [{ label: 'Its errors', screen: 'errors', with: { name: all.name } }] : []),
    link,
    ...tracesOf(metric, all.name),
  ].map((one) => ({ ...one, with: { ...filters, ...one.with } }));
}

const traced: readonly string[] = ['method', 'publication', 'job'];

function tracesOf(metric: string, name: string | undefined): FindingLink[] {
  const [kind = ''] = metric.split('.');
  if (name === undefined || !traced.includes(kind)) return [];
  return [{ label: 'Slowest traces', screen: 'traces', with: { kind, name, order: 'slowest' } }];
}

type LinkOf = (labels: Dims) => FindingLink;

const to =
  (label: string, screen: string): LinkOf =>
  () => ({ label, screen, with: {} });

const processes = to('The process', 'process');
const database = to('The database', 'database');
const analytics = to('Analytics', 'analytics');

/** By what the name of a metric begins with. */
const linkOf: Readonly<Record<string, LinkOf>> = {
  method: ({ name, origin }) => ({
    label: 'The method',
    screen: 'methods',
    with: { name, origin },
  }),
  publication: ({ name }) => ({ label: 'The publication', screen: 'publications', with: { name } }),
  job: ({ name }) => ({ label: 'The job', screen: 'jobs', with: { name } }),
  email: to('E-mail', 'jobs'),
  http: to('HTTP', 'http'),
  error: to('Errors', 'errors'),
  log: to('Logs', 'logs'),
  db: database,
  mutation: database,
  changeStream: database,
  oplog: database,
  process: processes,
  ddp: processes,
  cpu: processes,
  collector: analytics,
  analytics,
  radiant: to('Radiant', 'radiant'),
};

/** Labels that are fields of a process filter the screen. */
function filtersOf(labels: Dims): Record<string, string> {
  const fields = ['environment', 'release', 'instance'];
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = labels[`resource.${field}`];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}
