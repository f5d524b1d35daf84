import type { AlertTargetName, AlertTargetStatus } from '../../../../common/alerts-answer';
import { agoText } from '../../format/time';
import { UNKNOWN } from '../../format/value';
import { DataTable } from '../../ui/data-table';
import { numberColumn } from '../../ui/number-columns';
import type { Column } from '../../ui/table-columns';

interface Row extends AlertTargetStatus {
  /** Now, by the clock of the server. */
  readonly at: number;
}

/** How notifications went; and in words that nobody is told. */
export function TargetTable({
  targets,
  at,
}: {
  targets: readonly AlertTargetStatus[];
  at: number;
}) {
  if (targets.length === 0) {
    return (
      <p class="empty">
        Nobody is told. Name a target in the settings: alerts.slack.url, alerts.webhook.url,
        alerts.email.to, or alerts.notify in code.
      </p>
    );
  }
  return (
    <DataTable
      label="Targets"
      rows={targets.map((target) => ({ ...target, at }))}
      columns={columns}
      keyOf={({ target }) => target}
      sortedBy="failed.desc"
      sortParam="targetSort"
    />
  );
}

const names: Readonly<Record<AlertTargetName, string>> = {
  webhook: 'Webhook',
  slack: 'Slack',
  email: 'E-mail',
  code: 'The app’s function',
};

const columns: ReadonlyArray<Column<Row>> = [
  {
    ...{ name: 'target', title: 'Target', isText: true },
    valueOf: ({ target }) => names[target],
    show: ({ target }) => names[target],
  },
  {
    ...{ name: 'state', title: 'State', isText: true },
    help: 'failing: the last attempt failed, and is tried again. lost: one was given up since the last that was taken.',
    valueOf: (row) => stateOf(row).said,
    show: (row) => {
      const { said, tone } = stateOf(row);
      return <span class={`state state-${tone}`}>{said}</span>;
    },
  },
  {
    ...{ name: 'last', title: 'Last success', help: 'When a notification was taken last.' },
    valueOf: ({ sentAt }) => sentAt,
    show: ({ sentAt, at }) => (sentAt === undefined ? UNKNOWN : agoText(sentAt, at)),
  },
  {
    ...{ name: 'failed', title: 'Last failure', help: 'When an attempt failed last.' },
    valueOf: ({ failedAt }) => failedAt,
    show: ({ failedAt, at }) => (failedAt === undefined ? UNKNOWN : agoText(failedAt, at)),
  },
  numberColumn({
    ...{ name: 'sent', title: 'Taken', shown: 'count' },
    help: 'Notifications that were taken. What fires in one round goes as one.',
    of: ({ sent }) => sent,
  }),
  numberColumn({
    ...{ name: 'waiting', title: 'Waiting', shown: 'count', help: 'To be sent, or tried again.' },
    of: ({ waiting }) => waiting,
  }),
  numberColumn({
    ...{ name: 'lost', title: 'Lost', shown: 'count', alarmFrom: 1 },
    help: 'Given up: refused for good, too old, or beyond the queue.',
    of: ({ lost }) => lost,
  }),
  {
    ...{ name: 'error', title: 'What failed', isText: true },
    valueOf: ({ error }) => error,
    show: ({ error }) => <span class="wraps">{error ?? ''}</span>,
  },
];

function stateOf({ error, waiting, sent }: AlertTargetStatus) {
  if (error !== undefined && waiting > 0) return { said: 'failing', tone: 'retrying' };
  if (error !== undefined) return { said: 'lost', tone: 'off' };
  return sent > 0 ? { said: 'ok', tone: 'ok' } : { said: 'not used yet', tone: 'unused' };
}
