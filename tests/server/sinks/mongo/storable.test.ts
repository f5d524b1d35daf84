import { expect } from 'chai';
import fc from 'fast-check';
import { BSON } from 'mongodb';
import type { JsonObject } from '../../../../common/analytics/event';
import { eventFrom } from '../../../../server/sinks/mongo/event-docs';
import { storable } from '../../../../server/sinks/mongo/storable';
import { aFullEvent, anEvent } from '../../../support/an-event';

const withProperties = (properties: object) =>
  storable(anEvent({ properties: properties as JsonObject }));
const nested = (depth: number) => {
  let deep: object = {};
  for (let at = 0; at < depth; at++) deep = { deep };
  return deep;
};

describe('storable', () => {
  it('keeps an event as it is', () => {
    const event = aFullEvent();

    const { event: stored, isWhole } = storable(event);

    expect(stored).to.deep.equal(event);
    expect(isWhole).to.equal(true);
  });

  it('is whole, or says that it is not, for whatever JSON holds', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', '_bsontype', '$ref', '$id', '$set', 'a.b', '', '\0', '\ud800'),
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        texts,
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(texts, tie('json'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(texts, json, { maxKeys: 5 }), (given) => {
        const properties: JsonObject = JSON.parse(JSON.stringify(given));
        const event = anEvent({ properties });
        const { event: e, isWhole, bytes } = storable(event);
        const bson = BSON.serialize(e);
        const back = eventFrom({
          e: BSON.deserialize(bson),
          ...(isWhole ? {} : { json: JSON.stringify(event) }),
        });

        expect(JSON.stringify(back)).to.equal(JSON.stringify(event));
        expect(bytes).to.be.at.least(bson.length - 5);
      }),
      { numRuns: 500 },
    );
  });

  for (const [what, properties] of [
    ['a type of the driver’s', { _bsontype: 'ObjectId', id: 'x' }],
    ['a reference', { $ref: 'users', $id: 1 }],
    ['a key with a zero', { 'a\0b': 1 }],
    ['a key with half a character', { '\ud800': 1 }],
    ['half a character', { a: ['\udc00'] }],
    ['more depth than tools can show', nested(61)],
  ] as const) {
    it(`says that it is not whole where there is ${what}`, () => {
      const { event, isWhole } = withProperties(properties);

      expect(isWhole).to.equal(false);
      expect(() => BSON.serialize(event)).not.to.throw();
    });
  }

  it('is whole as deep as can be shown', () => {
    expect(withProperties(nested(59)).isWhole).to.equal(true);
    expect(withProperties(nested(60)).isWhole).to.equal(false);
  });

  it('has the digits of numbers that databases write in another way, where a query can name them', () => {
    const { digits } = withProperties({
      half: 0.5,
      whole: 3,
      exact: 2 ** 53,
      more: 2 ** 53 + 2,
      tiny: 1e-7,
      in: { it: 1.5, 'a.b': 2.5, '': 3.5 },
      list: [4.5],
    });

    expect(digits).to.deep.equal([
      { k: 'properties.half', v: '0.5' },
      { k: 'properties.more', v: '9007199254740994' },
      { k: 'properties.tiny', v: '1e-7' },
      { k: 'properties.in.it', v: '1.5' },
    ]);
  });
});
