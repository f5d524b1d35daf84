import { createHost, type HostOptions } from './host';

/**
 * A process that does with a host what a busy app does, closes it, says so, and
 * then ends when nothing keeps it: `close.test.ts` forks it and waits for that.
 */
async function main(options: HostOptions): Promise<void> {
  const host = createHost(options);
  const { Meteor, Mongo } = host;
  const items = new Mongo.Collection('items');
  Meteor.publish('items', () => items.find() as never);
  // What is under way when a server's client closes is rejected.
  Meteor.setInterval(() => items.insertAsync({}).catch(() => {}), 5);
  await host.listen();
  await items.find({ n: 1 }).observeChanges({ added() {} });
  await items.find({ n: 2 }, { sort: { n: 1 }, limit: 1 }).observeChanges({ added() {} });
  await items.insertAsync({ n: 1 });
  await host.external('insertOne', 'items', [{ n: 2 }]);
  await host.close();
  process.send?.('closed');
  process.disconnect();
}

main(JSON.parse(process.argv[2] ?? '{}')).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
