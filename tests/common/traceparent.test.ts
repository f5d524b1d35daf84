import { expect } from 'chai';
import { formatTraceparent, parseTraceparent } from '../../common/traceparent';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('parseTraceparent', () => {
  it('reads ids and flag', () => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).to.deep.equal({
      traceId,
      spanId,
      sampled: true,
    });
    expect(parseTraceparent(`00-${traceId}-${spanId}-00`)?.sampled).to.equal(false);
  });

  it('looks at the last bit of the flags alone', () => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-03`)?.sampled).to.equal(true);
    expect(parseTraceparent(`00-${traceId}-${spanId}-fe`)?.sampled).to.equal(false);
  });

  it('reads what it knows of later versions', () => {
    const known = { traceId, spanId, sampled: true };

    expect(parseTraceparent(`cc-${traceId}-${spanId}-01`)).to.deep.equal(known);
    expect(parseTraceparent(`cc-${traceId}-${spanId}-01-what-comes`)).to.deep.equal(known);
    expect(parseTraceparent(`cc-${traceId}-${spanId}-01.what`)).to.equal(undefined);
  });

  const malformed: Readonly<Record<string, unknown>> = {
    'nothing at all': undefined,
    'no text': 5,
    'an empty text': '',
    'the version ff': `ff-${traceId}-${spanId}-01`,
    'more than version 00 has': `00-${traceId}-${spanId}-01-x`,
    'a trailing dash': `00-${traceId}-${spanId}-01-`,
    'upper case': `00-${traceId.toUpperCase()}-${spanId}-01`,
    'digits that are none': `00-${traceId.replace('4', 'g')}-${spanId}-01`,
    'a trace id of zeros': `00-${'0'.repeat(32)}-${spanId}-01`,
    'a span id of zeros': `00-${traceId}-${'0'.repeat(16)}-01`,
    'a trace id that is too short': `00-${traceId.slice(1)}-${spanId}-01`,
    'a trace id that is too long': `00-${traceId}a-${spanId}-01`,
    'flags of one digit': `00-${traceId}-${spanId}-1`,
    'no flags': `00-${traceId}-${spanId}`,
    'space around it': ` 00-${traceId}-${spanId}-01`,
    'a line feed after it': `00-${traceId}-${spanId}-01\n`,
    'two headers in one': `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
    'a megabyte': `cc-${traceId}-${spanId}-01-${'x'.repeat(2 ** 20)}`,
  };
  for (const [what, header] of Object.entries(malformed)) {
    it(`ignores ${what}`, () => {
      expect(parseTraceparent(header)).to.equal(undefined);
    });
  }
});

describe('formatTraceparent', () => {
  it('writes what parseTraceparent reads', () => {
    for (const sampled of [true, false]) {
      const parent = { traceId, spanId, sampled };

      expect(parseTraceparent(formatTraceparent(parent))).to.deep.equal(parent);
    }
  });
});
