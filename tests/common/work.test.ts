import { expect } from 'chai';
import { TraceBuffer } from '../../common/trace-buffer';
import { Work } from '../../common/work';

const aWork = (outer?: Work) => new Work(undefined, -1, outer);

describe('Work', () => {
  it('says nothing of what it never waited for', () => {
    const work = aWork();

    work.begin('db', 10);
    work.done('db', 'find', 10, 15);

    expect(work.busyMs('http', 20)).to.equal(undefined);
    expect(work.busyMs('db', 20)).to.equal(5);
  });

  it('counts the time for which at least one operation was under way', () => {
    const work = aWork();

    work.begin('db', 0);
    work.begin('db', 2);
    work.done('db', 'find', 0, 6);
    work.done('db', 'find', 2, 10);
    work.begin('db', 50);
    work.done('db', 'find', 50, 51);

    expect(work.busyMs('db', 100)).to.equal(11);
  });

  it('counts an operation that is under way until now', () => {
    const work = aWork();

    work.begin('email', 10);

    expect(work.busyMs('email', 14)).to.equal(4);
  });

  it('books what runs in a span to the invocation, once', () => {
    const invocation = aWork();
    const span = aWork(invocation);

    invocation.begin('db', 0);
    span.begin('db', 1);
    invocation.done('db', 'find', 0, 3);
    span.done('db', 'find', 1, 4);

    expect(span.busyMs('db', 9)).to.equal(3);
    expect(invocation.busyMs('db', 9)).to.equal(4);
  });

  it('takes an end without a beginning for nothing', () => {
    const work = aWork();

    work.done('db', 'find', 0, 5);
    work.begin('db', 10);
    work.done('db', 'find', 10, 11);

    expect(work.busyMs('db', 20)).to.equal(1);
  });

  it('adds operations to its trace, under its span', () => {
    const trace = new TraceBuffer(0, 10, { left: 10 }, () => 'id');
    const work = new Work(trace, trace.open('method', 'a', -1, 0), undefined);
    const attributes = { collection: 'tasks' };

    work.begin('http', 1);
    work.done('http', 'GET example.org', 1, 3, { failed: true, attributes });

    expect(trace.spans[1]).to.deep.include({
      kind: 'http.client',
      name: 'GET example.org',
      parent: 0,
      startedAt: 1,
      endedAt: 3,
      failed: true,
      attributes,
    });
  });
});
