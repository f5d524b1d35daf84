import { memorySink } from '../../../server/sinks/memory';
import { describeReader } from '../../support/describe-reader';
import { describeSink } from '../../support/describe-sink';

describe('memorySink', () => {
  describeSink('memory', memorySink);
  describeReader(memorySink);
});
