import { expect } from 'chai';
import { PartlyTakenError } from '../../../../common/sink';
import { jitsuForwarder } from '../../../../server/sinks/forward/jitsu';
import { rudderstackForwarder } from '../../../../server/sinks/forward/rudderstack';
import { segmentForwarder } from '../../../../server/sinks/forward/segment';
import { aBatch } from '../../../support/a-batch';
import { anEvent } from '../../../support/an-event';
import { describeForwarder, forwardedAt, oneOfEach } from '../../../support/describe-forwarder';
import { jitsuRules, rudderstackRules, segmentRules } from '../../../support/vendors/segment';
import { startVendor, type Vendor, type VendorRequest } from '../../../support/vendors/vendor';

const writeKey = 'k3y-of-the-s0urce';
const eventsIn = ({ body }: VendorRequest) => (body as { batch: Record<string, unknown>[] }).batch;

const common = {
  eventsIn,
  types: ['track', 'page', 'screen', 'identify', 'group', 'alias'],
  secret: writeKey,
  tooMany: 2_501,
  tooHeavy: 150,
  halvesAt400: true,
} as const;

describe('segmentForwarder', () => {
  describeForwarder({
    ...common,
    name: 'segment',
    rules: segmentRules(writeKey),
    make: (url, parts) => segmentForwarder({ url, writeKey, consent: 'segment', ...parts }),
  });
});

describe('rudderstackForwarder', () => {
  describeForwarder({
    ...common,
    name: 'rudderstack',
    rules: rudderstackRules(writeKey),
    make: (url, parts) => rudderstackForwarder({ url, writeKey, consent: 'rudderstack', ...parts }),
  });
});

describe('jitsuForwarder', () => {
  describeForwarder({
    ...common,
    name: 'jitsu',
    rules: jitsuRules(writeKey),
    make: (url, parts) => jitsuForwarder({ url, writeKey, consent: 'jitsu', ...parts }),
  });
});

describe('an envelope that is forwarded', function () {
  this.timeout(20_000);
  const { signal } = new AbortController();
  let vendor: Vendor;

  before(async () => {
    vendor = await startVendor(segmentRules(writeKey));
  });
  beforeEach(() => vendor.reset());
  after(() => vendor.close());

  const aSink = () => segmentForwarder({ url: `${vendor.url}/`, writeKey, consent: 'segment' });

  it('is as it came, less the write key, the DDP session and the times that its receiver makes', async () => {
    const events = oneOfEach();

    await aSink().write(aBatch({ events }), signal);

    const expected = events.map(
      ({ writeKey: _key, sentAt, receivedAt, originalTimestamp, ...event }) => {
        const { ddp: _ddp, ...context } = event.context;
        return { ...event, context };
      },
    );
    expect(vendor.requests.flatMap(eventsIn)).to.deep.equal(expected);
  });

  it('is refused before it is sent when it is over 32 kB, and sent when it is not', async () => {
    const lengthOf = (pad: number) => {
      const event = anEvent({
        at: forwardedAt,
        messageId: 'm',
        properties: { pad: 'x'.repeat(pad) },
      });
      const { writeKey: _key, receivedAt: _at, ...sent } = event;
      return { event, bytes: Buffer.byteLength(JSON.stringify(sent)) };
    };
    const room = 32 * 1024 - lengthOf(0).bytes;

    await aSink().write(aBatch({ events: [lengthOf(room).event] }), signal);
    const error = await aSink()
      .write(aBatch({ events: [lengthOf(room + 1).event, lengthOf(0).event] }), signal)
      .catch((thrown: unknown) => thrown);

    expect(error).to.be.instanceOf(PartlyTakenError).and.include({ lost: 1 });
    expect(vendor.requests).to.have.length(2);
    expect(vendor.problems).to.deep.equal([]);
  });

  it('is sent to Segment unless its integrations say no to Segment itself', async () => {
    const integrations = [
      { All: false, 'Segment.io': true },
      { 'Segment.io': false },
      { All: true },
    ];
    const events = integrations.map((one) => anEvent({ at: forwardedAt, integrations: one }));

    await aSink().write(aBatch({ events }), signal);

    expect(vendor.requests.flatMap(eventsIn)).to.have.length(2);
  });

  it('stops looking for what is refused after 64 halvings', async () => {
    vendor.next(...Array.from({ length: 1_000 }, () => ({ status: 400 })));
    const events = Array.from({ length: 500 }, () => anEvent({ at: forwardedAt }));

    const error = await aSink()
      .write(aBatch({ events }), signal)
      .catch((thrown: unknown) => thrown);

    expect(error).to.be.instanceOf(Error);
    expect(vendor.requests.length).to.be.within(65, 200);
  });
});

describe('jitsuForwarder, when Jitsu takes only some', () => {
  it('counts those that Jitsu did not take', async () => {
    const vendor = await startVendor(jitsuRules(writeKey));
    const body = JSON.stringify({
      ok: false,
      receivedEvents: 3,
      okEvents: 2,
      errors: ['Message ID: m'],
    });
    vendor.next({ status: 200, body });
    const sink = jitsuForwarder({ url: vendor.url, writeKey, consent: 'jitsu' });
    const events = [1, 2, 3].map(() => anEvent({ at: forwardedAt }));

    const error = await sink
      .write(aBatch({ events }), new AbortController().signal)
      .catch((thrown: unknown) => thrown);
    await vendor.close();

    expect(error).to.be.instanceOf(PartlyTakenError).and.include({ lost: 1 });
  });
});
