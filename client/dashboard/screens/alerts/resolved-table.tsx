import { useMemo } from 'preact/hooks';
import type { Alert, ResolvedBecause } from '../../../../common/alert';
import { labelWords } from '../../../../common/alert-words';
import type { AlertsAnswer } from '../../../../common/alerts-answer';
import { alertLinks } from '../../data/alert-links';
import { severityWords } from '../../format/severity-words';
import { timeText } from '../../format/time';
import { durationText, UNKNOWN } from '../../format/value';
import { DataTable } from '../../ui/data-table';
import { Link } from '../../ui/link';
import type { Column } from '../../ui/table-columns';
import { ruleOf } from './alerts-by-state';

interface Props {
  readonly alerts: readonly Alert[];
  readonly answer: AlertsAnswer;
}

const aroundMs = 5 * 60_000;

/** Alerts that are over, and a way to look at the time they were. */
export function ResolvedTable({ alerts, answer }: Props) {
  const columns = useMemo(() => columnsOf(answer), [answer]);
  return (
    <DataTable
      label="Resolved alerts"
      rows={alerts}
      columns={columns}
      keyOf={({ id, resolvedAt }) => `${id} ${resolvedAt}`}
      sortedBy="resolved.desc"
      sortParam="resolvedSort"
    />
  );
}

function columnsOf(answer: AlertsAnswer): ReadonlyArray<Column<Alert>> {
  return [
    {
      ...{ name: 'rule', title: 'Rule', isText: true },
      valueOf: ({ rule }) => rule,
      show: ({ rule }) => rule,
    },
    {
      ...{ name: 'about', title: 'About', isText: true },
      valueOf: ({ labels }) => labelWords(labels),
      show: ({ labels }) => labelWords(labels),
    },
    {
      ...{ name: 'severity', title: 'Severity', isText: true },
      valueOf: ({ severity }) => severity,
      show: ({ severity }) => severityWords[severity],
    },
    {
      ...{ name: 'fired', title: 'Fired', help: 'When it began to fire.' },
      valueOf: ({ firingAt }) => firingAt,
      show: ({ firingAt }) => (firingAt === undefined ? UNKNOWN : timeText(firingAt, answer.at)),
    },
    {
      ...{ name: 'resolved', title: 'Resolved', help: 'When it did so no more.' },
      valueOf: ({ resolvedAt }) => resolvedAt,
      show: ({ resolvedAt }) =>
        resolvedAt === undefined ? UNKNOWN : timeText(resolvedAt, answer.at),
    },
    {
      ...{ name: 'lasted', title: 'Lasted', help: 'How long it fired.' },
      valueOf: lastedMs,
      show: (alert) => {
        const ms = lastedMs(alert);
        return ms === undefined ? UNKNOWN : durationText(ms);
      },
    },
    {
      ...{ name: 'because', title: 'Because', isText: true },
      valueOf: ({ because }) => because,
      show: ({ because }) => (because ? reasons[because] : UNKNOWN),
    },
    {
      ...{ name: 'look', title: 'Look', isText: true },
      help: 'At what it was about, at that time.',
      valueOf: () => undefined,
      show: (alert) => <Then alert={alert} answer={answer} />,
    },
  ];
}

function Then({ alert, answer }: { alert: Alert; answer: AlertsAnswer }) {
  const [link] = alertLinks(alert, ruleOf(answer, alert));
  const { pendingAt, resolvedAt } = alert;
  if (!link || resolvedAt === undefined) return null;
  const then = {
    ...{ from: String(pendingAt - aroundMs), to: String(resolvedAt + aroundMs) },
    ...{ range: undefined, live: undefined },
  };
  return (
    <Link to={link.screen} with={{ ...link.with, ...then }}>
      {link.label}, then
    </Link>
  );
}

function lastedMs({ firingAt, resolvedAt }: Alert): number | undefined {
  return firingAt === undefined || resolvedAt === undefined ? undefined : resolvedAt - firingAt;
}

const reasons: Readonly<Record<ResolvedBecause, string>> = {
  recovered: 'it is well again',
  'no-data': 'nothing is known of it any more',
  'no-rule': 'its rule was taken away',
};
