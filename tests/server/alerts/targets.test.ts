import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import type { AlertNotification, NotifiedAlert } from '../../../common/alert-notification';
import { RetryableError } from '../../../common/sink';
import { codeTarget } from '../../../server/alerts/targets/code';
import { type AlertEmail, emailOf, emailTarget } from '../../../server/alerts/targets/email';
import { slackMessage, slackTarget } from '../../../server/alerts/targets/slack';
import { webhookTarget } from '../../../server/alerts/targets/webhook';
import { type HttpServer, httpServer } from '../../support/http-server';

const at = Date.UTC(2026, 0, 2, 3, 4, 5);
const { signal } = new AbortController();
const wallNow = () => at;

function anAlert(fields: Partial<NotifiedAlert> = {}): NotifiedAlert {
  return {
    ...{ id: 'a1', rule: 'MeteorMethodSlow', severity: 'warning', state: 'firing' },
    ...{ labels: { name: 'tasks.add' }, value: 3_000 },
    sentence: 'p95 of method.duration of tasks.add is 3 s, above 2 s.',
    ...{ pendingAt: at - 600_000, firingAt: at, heldAt: at, notifiedAt: at },
    summary: 'Look at its traces.',
    ...fields,
  };
}

function aNotification(fields: Partial<AlertNotification> = {}): AlertNotification {
  return {
    ...{ v: 1, id: 'n1', at, service: 'todos', environment: 'production' },
    ...{ firing: [anAlert()], resolved: [], more: 0 },
    url: 'https://todos.example.com/_radiant/alerts',
    ...fields,
  };
}

const resolved = anAlert({ id: 'a2', state: 'resolved', resolvedAt: at + 300_000, rule: 'Rss' });

describe('targets that are posted to', () => {
  let server: HttpServer;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const requests: Array<{ readonly headers: IncomingMessage['headers']; readonly body: unknown }> =
    [];

  before(async () => {
    server = await httpServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        requests.push({ headers: request.headers, body });
        answer(request, response);
      });
    });
  });
  beforeEach(() => {
    requests.length = 0;
    answer = (_request, response) => response.end('ok');
  });
  after(() => server.close());

  const hush = '/hook/hushhush?key=hushhush';
  const targets = {
    webhook: () =>
      webhookTarget({ url: server.url + hush, headers: { 'x-key': 'hushhush' }, wallNow }),
    slack: () => slackTarget({ url: server.url + hush, wallNow }),
  };
  const failureOf = (name: keyof typeof targets) =>
    targets[name]()
      .send(aNotification(), signal)
      .then(
        () => undefined,
        (error: Error) => error,
      );

  it('get the notification as it is, with its id as the key of the request', async () => {
    await targets.webhook().send(aNotification(), signal);

    const [request] = requests;
    expect(request?.body).to.deep.equal(aNotification());
    expect(request?.headers).to.include({
      'content-type': 'application/json',
      'idempotency-key': 'n1',
      'x-key': 'hushhush',
    });
  });

  it('get blocks, and the same as text, where they are Slack', async () => {
    await targets.slack().send(aNotification({ resolved: [resolved] }), signal);

    const body = requests[0]?.body as { text: string; blocks: Array<{ text: { text: string } }> };
    expect(body.text.split('\n')).to.deep.equal([
      '1 firing, 1 resolved: MeteorMethodSlow, Rss (todos, production)',
      'Warning: MeteorMethodSlow: p95 of method.duration of tasks.add is 3 s, above 2 s.',
      'Resolved: Rss: p95 of method.duration of tasks.add is 3 s, above 2 s.',
    ]);
    expect(body.blocks.map(({ text }) => text.text)).to.deep.equal([
      '*<https://todos.example.com/_radiant/alerts|1 firing, 1 resolved: MeteorMethodSlow, Rss (todos, production)>*',
      ':large_orange_circle: Warning: MeteorMethodSlow: p95 of method.duration of tasks.add is 3 s, above 2 s.\n' +
        '_Look at its traces._\n_Since 2026-01-02T02:54:05.000Z._',
      ':white_check_mark: Resolved: Rss: p95 of method.duration of tasks.add is 3 s, above 2 s.\n' +
        '_It fired for 5 min._',
    ]);
  });

  for (const name of ['webhook', 'slack'] as const) {
    for (const status of [408, 429, 500, 502, 503]) {
      it(`are tried again after ${status} (${name})`, async () => {
        answer = (_request, response) => response.writeHead(status, { 'retry-after': '90' }).end();

        const failure = await failureOf(name);

        expect(failure).to.be.instanceOf(RetryableError).and.to.include({ retryAfterMs: 90_000 });
      });
    }

    for (const status of [301, 307, 400, 403, 404, 410, 413]) {
      it(`are given up after ${status}, redirects not followed (${name})`, async () => {
        answer = (_request, response) =>
          response.writeHead(status, { location: '/' }).end('hushhush');

        const failure = await failureOf(name);

        expect(failure).to.be.instanceOf(Error).and.not.to.be.instanceOf(RetryableError);
        expect(requests).to.have.length(1);
        expect(String(failure?.message)).to.match(new RegExp(`answered ${status}$`));
      });
    }

    it(`are tried again when they do not answer, and no message has their address (${name})`, async () => {
      answer = (request) => request.socket.destroy();

      const failure = await failureOf(name);

      expect(failure).to.be.instanceOf(RetryableError);
      expect(`${failure?.message} ${failure?.stack}`).not.to.match(/hushhush|127\.0\.0\.1/);
    });
  }
});

describe('a message for Slack', () => {
  const textsOf = (notification: AlertNotification) => {
    const message = slackMessage(notification) as {
      readonly text: string;
      readonly blocks: ReadonlyArray<{ readonly text: Readonly<Record<string, unknown>> }>;
    };
    return {
      ...message,
      texts: [message.text, ...message.blocks.map(({ text }) => String(text.text))],
    };
  };

  it('shows names of attackers as they are, without links, mentions or marks', () => {
    const name = '<!channel> <https://evil.example|*win*> & `rm` ~x~ @here';
    const { texts, blocks } = textsOf(
      aNotification({
        url: 'https://a.example/b',
        firing: [anAlert({ sentence: name, rule: name })],
      }),
    );

    for (const text of texts) {
      const own = text.replace('<https://a.example/b|', '').replace(/>\*$/, '');
      expect(own).not.to.match(/[<>`~]/);
      expect(own.slice(1)).not.to.include('*');
      expect(text)
        .to.match(/&lt;!channel&gt;/)
        .and.to.match(/&amp; /);
    }
    for (const { text } of blocks) expect(text.verbatim).to.equal(true);
  });

  it('is within what Slack takes, however much there is to tell', () => {
    const sentence = '&'.repeat(500);
    const alerts = Array.from({ length: 30 }, () =>
      anAlert({ sentence, summary: '<'.repeat(200) }),
    );

    const { texts, blocks } = textsOf(aNotification({ firing: alerts, resolved: [] }));

    expect(blocks.length).to.be.at.most(50);
    for (const text of texts) {
      expect(text.length).to.be.at.most(3_000);
      expect(text).not.to.match(/&[a-z]*$/);
    }
  });
});

describe('alerts by e-mail', () => {
  it('say in subject and text what fires, as plain text', () => {
    const email = emailOf(aNotification({ resolved: [resolved], more: 3 }), {
      to: ['a@example.com', 'b@example.com'],
      from: 'radiant@example.com',
    });

    expect(email).to.deep.equal({
      from: 'radiant@example.com',
      to: 'a@example.com, b@example.com',
      subject: '[Radiant] 1 firing, 1 resolved, 3 more: MeteorMethodSlow, Rss (todos, production)',
      text:
        'Warning: MeteorMethodSlow: p95 of method.duration of tasks.add is 3 s, above 2 s.\n' +
        '  Look at its traces.\n  Since 2026-01-02T02:54:05.000Z.\n\n' +
        'Resolved: Rss: p95 of method.duration of tasks.add is 3 s, above 2 s.\n  It fired for 5 min.\n\n' +
        'And 3 more.\n\nhttps://todos.example.com/_radiant/alerts\n',
      headers: { 'X-Radiant-Notification': 'n1', 'Auto-Submitted': 'auto-generated' },
    });
  });

  it('have one line as their subject, of bounded length', () => {
    const rule = `x\r\nBcc: evil@example.com\n${'y'.repeat(500)}`;

    const { subject } = emailOf(aNotification({ firing: [anAlert({ rule })] }), {
      to: [],
      from: '',
    });

    expect(subject).not.to.match(/[\r\n]/);
    expect(subject.length).to.be.at.most(200);
  });

  it('are sent once, and awaited again, when the mail server is slower than the time there is', async () => {
    const sent: AlertEmail[] = [];
    let done: (() => void) | undefined;
    const email = {
      sendAsync: (one: AlertEmail) => {
        sent.push(one);
        return new Promise<void>((resolve) => {
          done = resolve;
        });
      },
    };
    const target = emailTarget({ to: ['a@example.com'], from: undefined, email: () => email });

    const first = target.send(aNotification(), signal);
    const second = target.send(aNotification(), signal);
    done?.();
    await Promise.all([first, second]);
    await target.send(aNotification(), signal);

    expect(sent.map(({ from }) => from)).to.deep.equal(['a@example.com']);
  });

  it('are tried again after a failure, of which only the cause is told', async () => {
    const error = Object.assign(new Error('535 user hushhush'), {
      code: 'EAUTH',
      responseCode: 535,
    });
    let attempts = 0;
    const email = {
      async sendAsync() {
        attempts++;
        throw error;
      },
    };
    const target = emailTarget({ to: ['a@example.com'], from: undefined, email: () => email });
    const fail = () => target.send(aNotification(), signal).catch((reason: Error) => reason);

    expect(await fail())
      .to.be.instanceOf(RetryableError)
      .and.to.have.property('message', 'the package email failed: EAUTH 535');
    await fail();
    expect(attempts).to.equal(2);
  });

  it('wait for the package email, which may be missing', async () => {
    const target = emailTarget({ to: ['a@example.com'], from: undefined, email: () => undefined });

    const failure = await target.send(aNotification(), signal).catch((reason: Error) => reason);

    expect(failure).to.be.instanceOf(RetryableError);
  });
});

describe('a function as a target', () => {
  it('gets the notification, and is tried again when it fails, unquoted', async () => {
    const given: AlertNotification[] = [];
    await codeTarget((one) => void given.push(one)).send(aNotification(), signal);
    const failing = codeTarget(() => {
      throw new TypeError('hushhush');
    });

    const failure = await failing.send(aNotification(), signal).catch((reason: Error) => reason);

    expect(given).to.deep.equal([aNotification()]);
    expect(failure).to.be.instanceOf(RetryableError);
    expect(failure).to.have.property('message', 'alerts.notify failed: TypeError');
  });
});
