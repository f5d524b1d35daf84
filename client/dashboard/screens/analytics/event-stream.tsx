import type { EventsAnswer, ReadEvent } from '../../../../common/read-events';
import { apiAddress } from '../../data/api';
import { rangeParams } from '../../data/read-address';
import { useAnswer } from '../../data/use-answer';
import { timeText } from '../../format/time';
import { params } from '../../state/location';
import { DataTable } from '../../ui/data-table';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { ParamText } from '../../ui/param-text';
import { Shown } from '../../ui/states';
import type { Column } from '../../ui/table-columns';
import { More } from './more';

/** Events one by one, the newest first, and of one person. */
export function EventStream() {
  const { userId, anonymousId, visit, event } = params.value;
  const answer = useAnswer<EventsAnswer>(
    apiAddress('events', { ...rangeParams(), userId, anonymousId, visit, event, limit: 500 }),
  );
  return (
    <Panel
      title="Events as they came"
      help="The newest first. A slow call of a browser (DDP Slow Call) leads to the server’s trace of that very call, where it was kept."
    >
      <div class="search">
        <ParamText label="User id" param="userId" />
        <ParamText label="Anonymous id" param="anonymousId" />
        <ParamText label="Visit" param="visit" />
        <ParamText label="Event" param="event" />
      </div>
      <Shown answer={answer} isEmpty={({ events }) => events.length === 0} empty="No such event.">
        {({ events, more }) => (
          <>
            <DataTable
              label="Events"
              rows={events}
              columns={columns}
              keyOf={({ writeKey, messageId }) => `${writeKey ?? ''} ${messageId}`}
              sortedBy="time.desc"
            />
            {more && <More count={events.length} />}
          </>
        )}
      </Shown>
    </Panel>
  );
}

/** What it was: the name of the event or page; a page without one is its path. */
export function subjectOf({ event, name, type, context }: ReadEvent): string {
  return event ?? name ?? context.page?.path ?? type;
}

/** The session and id of the call that the event is about, which lead to the server’s trace of it. */
export function ddpOf({ properties }: ReadEvent): string | undefined {
  const ddp = properties?.ddp;
  return typeof ddp === 'string' ? ddp : undefined;
}

const columns: ReadonlyArray<Column<ReadEvent>> = [
  {
    ...{ name: 'time', title: 'Time', isText: true },
    valueOf: ({ timestamp }) => timestamp,
    show: ({ timestamp }) => timeText(Date.parse(timestamp)),
  },
  {
    ...{ name: 'type', title: 'Type', isText: true },
    valueOf: ({ type }) => type,
    show: ({ type }) => type,
  },
  {
    ...{ name: 'subject', title: 'What', isText: true },
    valueOf: subjectOf,
    show: subjectOf,
  },
  {
    ...{ name: 'person', title: 'Person', isText: true },
    help: 'The user id, else the anonymous id of the browser.',
    valueOf: ({ userId, anonymousId }) => userId ?? anonymousId,
    show: ({ userId, anonymousId }) => (
      <Link to="analytics" with={{ view: 'stream', ...(userId ? { userId } : { anonymousId }) }}>
        {userId ?? `anonymous ${(anonymousId ?? '').slice(0, 8)}`}
      </Link>
    ),
  },
  {
    ...{ name: 'page', title: 'Page', isText: true },
    valueOf: ({ context }) => context.page?.path ?? '',
    show: ({ context }) => context.page?.path ?? '',
  },
  {
    ...{ name: 'trace', title: 'Trace', isText: true },
    valueOf: (event) => ddpOf(event) ?? '',
    show: (event) => {
      const ddp = ddpOf(event);
      return ddp ? (
        <Link to="traces" with={{ ddp }}>
          the server’s trace
        </Link>
      ) : (
        ''
      );
    },
  },
];
