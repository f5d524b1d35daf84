import { expect } from 'chai';
import {
  anObject,
  anything,
  either,
  isoTime,
  listOf,
  number,
  objectOf,
  type Rule,
  text,
} from './shape';
import type { VendorRequest, VendorRules } from './vendor';

/** Fields of the common spec that a server may send. https://segment.com/docs/connections/spec/common/ */
const common = {
  type: text({ like: /^(track|page|screen|identify|group|alias)$/ }),
  messageId: text({ longest: 100 }),
  anonymousId: text(),
  userId: text(),
  timestamp: isoTime,
  context: anObject,
  integrations: anObject,
  channel: text(),
  version: either(number, text()),
} satisfies Record<string, Rule>;

const ofType: Readonly<Record<string, Rule>> = {
  track: call({ event: text(), properties: anObject }, ['event']),
  page: call({ name: text(), category: text(), properties: anObject }),
  screen: call({ name: text(), category: text(), properties: anObject }),
  identify: call({ traits: anObject }),
  group: call({ groupId: text(), traits: anObject }, ['groupId']),
  alias: call({ previousId: text() }, ['previousId', 'userId']),
};

function call(own: Readonly<Record<string, Rule>>, required: readonly string[] = []): Rule {
  return objectOf(
    { ...common, ...own },
    { required: ['type', 'messageId', 'timestamp', ...required] },
  );
}

const event: Rule = (value, path) => {
  const { type, userId, anonymousId } = value as Record<string, unknown>;
  expect(userId ?? anonymousId, `${path}: an id`).to.be.a('string');
  expect(Buffer.byteLength(JSON.stringify(value)), `bytes of ${path}`).to.be.at.most(32 * 1024);
  (ofType[String(type)] ?? anything)(value, path);
};

const body = objectOf({ batch: listOf(event, { most: 2_500 }) }, { required: ['batch'] });

/** What Segment's, RudderStack's and Jitsu's endpoints for batches have in common. */
export function checkEnvelopes({ path, headers, text: sent, body: given }: VendorRequest): void {
  expect(path).to.equal('/v1/batch');
  expect(headers['content-type']).to.equal('application/json');
  expect(Buffer.byteLength(sent), 'bytes').to.be.at.most(500_000);
  body(given, 'body');
}

/** https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ */
export const segmentRules = (writeKey: string): VendorRules => ({
  check(request) {
    checkEnvelopes(request);
    const expected = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
    expect(request.headers.authorization).to.equal(expected);
  },
  answer: () => ({ status: 200, body: '{"success":true}' }),
});

/** https://www.rudderstack.com/docs/api/http-api/ */
export const rudderstackRules = (writeKey: string): VendorRules => ({
  ...segmentRules(writeKey),
  answer: () => ({ status: 200, body: 'OK' }),
});

/** https://docs.jitsu.com/sending-data/http */
export const jitsuRules = (writeKey: string): VendorRules => ({
  check(request) {
    checkEnvelopes(request);
    expect(request.headers['x-write-key']).to.equal(writeKey);
  },
  answer({ body: given }) {
    const { length } = (given as { batch: unknown[] }).batch;
    return {
      status: 200,
      body: JSON.stringify({ ok: true, receivedEvents: length, okEvents: length }),
    };
  },
});
