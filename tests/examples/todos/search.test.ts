import { expect } from 'chai';
import { taskText } from '../../../examples/todos/imports/seed/task-text';
import { search } from '../../../examples/todos/imports/tasks/search';

const aTask = (text: string) => ({
  _id: text,
  listId: 'l1',
  text,
  done: false,
  createdAt: new Date(0),
});

describe('search', () => {
  it('finds the nearest tasks first and leaves out what shares nothing', () => {
    const tasks = ['Read', 'Paint the boat', 'Paint the boathouse'].map(aTask);

    const found = search('paint the boat', tasks);

    expect(found.map(({ text }) => text)).to.deep.equal(['Paint the boat', 'Paint the boathouse']);
  });

  it('gives twenty tasks at most', () => {
    const tasks = Array.from({ length: 21 }, (_, at) => aTask(`task ${at}`));

    expect(search('task', tasks)).to.have.lengthOf(20);
    expect(search('task', tasks.slice(1))).to.have.lengthOf(20);
  });
});

describe('taskText', () => {
  it('gives two hundred different texts, the same for the same number', () => {
    const texts = Array.from({ length: 200 }, (_, number) => taskText(number));

    expect(new Set(texts).size).to.equal(200);
    expect(taskText(0)).to.equal('Call the boat today');
    expect(taskText(200)).to.equal(taskText(0));
  });
});
