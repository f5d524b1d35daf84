import { expect } from 'chai';
import { fromMatches } from '../../../client/analytics/from-matches';
import { routeOf } from '../../../client/analytics/route-of';

describe('the route of a page', () => {
  it('is what FlowRouter Extra says, once it has started', () => {
    let current: object = {};
    const route = routeOf({
      'ostrio:flow-router-extra': { FlowRouter: { current: () => current } },
    });

    expect(route?.()).to.equal(undefined);
    current = { route: { name: 'todo', pathDef: '/todos/:id' }, path: '/todos/1' };
    expect(route?.()).to.deep.equal({ name: 'todo', pattern: '/todos/:id' });
  });

  it('is what Iron Router says, once it has started', () => {
    let current: object | null = null;
    const route = routeOf({ 'iron:router': { Router: { current: () => current } } });

    expect(route?.()).to.equal(undefined);
    current = { route: { getName: () => 'todo', _path: '/todos/:id' } };
    expect(route?.()).to.deep.equal({ name: 'todo', pattern: '/todos/:id' });
  });

  it('is what the app says, whatever router it has', () => {
    const FlowRouter = { current: () => ({ route: { name: 'flow' } }) };
    const own = () => ({ name: 'own' });

    expect(routeOf({ 'ostrio:flow-router-extra': { FlowRouter } }, own)?.()).to.deep.equal({
      name: 'own',
    });
  });

  it('is unknown in an app without a router', () => {
    expect(routeOf({})).to.equal(undefined);
  });
});

describe('fromMatches', () => {
  const root = { pathname: '/', params: {} };

  it('puts parameters in place of their values, segment by segment', () => {
    const params = { listId: '7', id: '7' };
    const matches = [root, { pathname: '/lists/7/todos/7', params, handle: { name: 'todo' } }];

    expect(fromMatches(matches)).to.deep.equal({
      name: 'todo',
      pattern: '/lists/:listId/todos/:id',
    });
  });

  it('never takes a part of a segment for a value', () => {
    const match = { pathname: '/a17/17', params: { id: '17' } };
    expect(fromMatches([match])?.pattern).to.equal('/a17/:id');
  });

  it('knows values that were encoded in the path', () => {
    const match = { pathname: '/tags/a%20b', params: { tag: 'a b' } };
    expect(fromMatches([match])?.pattern).to.equal('/tags/:tag');
  });

  it('shows the rest of a path as a star', () => {
    const match = { pathname: '/files/a/b/c', params: { '*': 'a/b/c' } };
    expect(fromMatches([match])?.pattern).to.equal('/files/*');
  });

  it('takes the name of the innermost match that has one', () => {
    const matches = [
      { ...root, handle: { name: 'outer' } },
      { pathname: '/x', params: {} },
    ];
    expect(fromMatches(matches)).to.deep.equal({ name: 'outer', pattern: '/x' });
  });

  it('is unknown where nothing matches, and survives a stray percent sign', () => {
    expect(fromMatches([])).to.equal(undefined);
    expect(fromMatches([{ pathname: '/100%', params: {} }])?.pattern).to.equal('/100%');
  });
});
