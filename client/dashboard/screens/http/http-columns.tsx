import { definitionOf } from '../../ui/help';
import { numberColumn, shareColumn } from '../../ui/number-columns';
import type { Column } from '../../ui/table-columns';
import type { Side } from './http-reads';
import type { HttpRow } from './http-rows';
import type { StatusClass } from './status-class';

/** What the tables say of requests, in the order in which one reads it. */
export const httpColumns: Readonly<Record<Side, ReadonlyArray<Column<HttpRow>>>> = {
  in: [
    placeColumn('Route', 'A pattern, so that ids do not make routes of their own.'),
    ...commonColumns(definitionOf('http.server.duration'), {
      noAnswer: 'Aborted',
      noAnswerHelp: 'The client was gone before the answer was complete, of all of its requests.',
    }),
    numberColumn({
      ...{ name: 'answer', title: 'Answer, mean', shown: 'bytes' },
      help: definitionOf('http.server.responseBytes'),
      of: ({ responseBytes }) => responseBytes,
    }),
    numberColumn({
      ...{ name: 'body', title: 'Body, mean', shown: 'bytes' },
      help: definitionOf('http.server.requestBytes'),
      of: ({ requestBytes }) => requestBytes,
    }),
    numberColumn({
      ...{ name: 'cpu', title: 'CPU of one, at least', shown: 'ms' },
      ...{ help: definitionOf('http.server.cpu'), of: ({ cpu }) => cpu },
    }),
  ],
  out: [
    placeColumn('Host', 'Whom the app asks.'),
    ...commonColumns(definitionOf('http.client.duration'), {
      noAnswer: 'No answer',
      noAnswerHelp: 'The connection failed or was given up, of all of its requests.',
    }),
  ],
};

interface Words {
  readonly noAnswer: string;
  readonly noAnswerHelp: string;
}

function placeColumn(title: string, help: string): Column<HttpRow> {
  return {
    ...{ name: 'place', title, help, isText: true },
    valueOf: ({ place }) => place,
    show: ({ place }) => place,
  };
}

function commonColumns(duration: string, words: Words): ReadonlyArray<Column<HttpRow>> {
  return [
    {
      ...{ name: 'method', title: 'Method', help: 'GET, POST …', isText: true },
      valueOf: ({ method }) => method,
      show: ({ method }) => method,
    },
    shareColumn({
      ...{ name: 'impact', title: 'Impact', whole: 'the time that requests take' },
      help: 'Requests × mean duration, as a share of the same of all.',
      of: ({ impact }) => impact,
    }),
    numberColumn({
      ...{ name: 'requests', title: 'Requests', help: 'How many ended.', shown: 'perSecond' },
      of: ({ requests }) => requests,
    }),
    numberColumn({
      ...{ name: 'p50', title: 'p50', help: `Half took at most so long. ${duration}` },
      ...{ shown: 'ms', of: ({ p50 }) => p50 },
    }),
    numberColumn({
      ...{ name: 'p95', title: 'p95', help: `19 of 20 took at most so long. ${duration}` },
      ...{ shown: 'ms', of: ({ p95 }) => p95 },
    }),
    numberColumn({
      ...{ name: 'p99', title: 'p99', help: `99 of 100 took at most so long. ${duration}` },
      ...{ shown: 'ms', of: ({ p99 }) => p99 },
    }),
    classColumn('2xx', '2xx', 'Answered well, of all of its requests.'),
    classColumn('3xx', '3xx', 'Sent elsewhere, or not modified, of all of its requests.'),
    classColumn('4xx', '4xx', 'Refused as the fault of who asked, of all of its requests.'),
    classColumn(
      '5xx',
      '5xx',
      'Failed as the fault of who was asked, of all of its requests.',
      0.01,
    ),
    classColumn('no answer', words.noAnswer, words.noAnswerHelp, 0.05),
  ];
}

function classColumn(
  name: StatusClass,
  title: string,
  help: string,
  alarmFrom = Number.POSITIVE_INFINITY,
): Column<HttpRow> {
  return numberColumn({
    ...{ name, title, help, alarmFrom, shown: 'ratio' },
    of: ({ requests, shareOf }) => (requests ? (shareOf[name] ?? 0) : undefined),
  });
}
