import { expect } from 'chai';
import { ownInvocation } from '../../../../common/own-invocation';
import { instrumentEmail } from '../../../../server/instruments/email/instrument-email';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';
import { anInvocation } from '../../../support/samples';

/** An `Email` that sends as it is told to. */
function anEmail() {
  return {
    async sendAsync(given: { readonly subject?: string; readonly error?: unknown }) {
      if (given.error) throw given.error;
      return { sent: given.subject };
    },
  };
}

describeInstrument<ReturnType<typeof anEmail>>('instrumentEmail', {
  makeTarget: anEmail,
  install: instrumentEmail,
  touched: (email) => ({ email }),
  exercise: async (email) => {
    await email.sendAsync({ subject: 'hello' });
  },
});

describe('instrumentEmail', () => {
  it('records how long a message took, and no more of it', async () => {
    const { recorder, samples, tick } = fakeRecorder();
    let sent: () => void = () => undefined;
    const email = {
      sendAsync: (_email: object) =>
        new Promise<string>((resolve) => {
          sent = () => resolve('done');
        }),
    };
    instrumentEmail(email, recorder);

    const sending = email.sendAsync({ to: 'a@example.com' });
    tick(30);
    sent();
    const result = await sending;

    expect(result).to.equal('done');
    expect(samples).to.deep.equal([{ kind: 'email', failed: false, durationMs: 30 }]);
  });

  it('hands the error on as it is, and records that it failed', async () => {
    const { recorder, samples, sightings } = fakeRecorder();
    const email = anEmail();
    const error = new Error('refused');
    instrumentEmail(email, recorder);

    const thrown = await email.sendAsync({ error }).catch((reason: unknown) => reason);

    expect(thrown).to.equal(error);
    expect(samples).to.deep.equal([{ kind: 'email', failed: true, durationMs: 0 }]);
    expect(sightings).to.deep.equal([]);
  });

  it('leaves out what Radiant sends itself', async () => {
    const { recorder, samples } = fakeRecorder();
    const email = anEmail();
    instrumentEmail(email, recorder);

    const send = () => email.sendAsync({ subject: 'an alert' });
    const result = await recorder.context.run(ownInvocation, send, undefined, []);

    expect(result).to.deep.equal({ sent: 'an alert' });
    expect(samples).to.deep.equal([]);
  });

  it('throws at once what is thrown at once', () => {
    const { recorder, samples } = fakeRecorder();
    const error = new Error('no options');
    const email = {
      sendAsync(): Promise<unknown> {
        throw error;
      },
    };
    instrumentEmail(email, recorder);

    expect(() => email.sendAsync()).to.throw(error);
    expect(samples).to.deep.equal([{ kind: 'email', failed: true, durationMs: 0 }]);
  });

  it('books the time to the call that sends, once for two side by side', async () => {
    const { recorder, tick } = fakeRecorder();
    const email = {
      sendAsync: async () => {
        tick(10);
      },
    };
    const call = anInvocation('method', 'orders.confirm');
    instrumentEmail(email, recorder);

    await recorder.context.run(
      call,
      () => Promise.all([email.sendAsync(), email.sendAsync()]),
      undefined,
      [],
    );

    expect(call.work.busyMs('email', recorder.now())).to.equal(20);
  });
});
