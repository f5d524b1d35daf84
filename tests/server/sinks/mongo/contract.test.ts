import { describeReader } from '../../../support/describe-reader';
import { describeSink } from '../../../support/describe-sink';
import { withMongo } from '../../../support/mongo-database';

withMongo('mongoSink', (database) => {
  afterEach(() => database.empty());

  describeSink('mongoSink', () => database.sink());
  describeReader(({ now }) => database.sink({ wallNow: now }));
});
