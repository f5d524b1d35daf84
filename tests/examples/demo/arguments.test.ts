import { expect } from 'chai';
import { ArgumentError, parseArguments } from '../../../examples/demo/arguments';

describe('parseArguments', () => {
  it('runs until Ctrl-C on any free port without arguments', () => {
    const options = parseArguments([]);

    expect(options).to.deep.equal({
      seconds: undefined,
      json: false,
      port: 0,
      bots: 6,
      version: '3.3.2',
      driver: 'oplog',
      scenario: 'healthy',
      backend: 'memory',
      sink: undefined,
      help: false,
    });
  });

  it('takes every option', () => {
    const options = parseArguments(
      '--seconds 15 --json --port 3000 --bots 2 --version 3.5 --driver polling --scenario leak --backend memory --sink otlp'.split(
        ' ',
      ),
    );

    expect(options).to.include({ seconds: 15, json: true, port: 3_000, bots: 2 });
    expect(options).to.include({ version: '3.5', driver: 'polling', scenario: 'leak' });
    expect(options).to.include({ backend: 'memory', sink: 'otlp' });
  });

  const refused: ReadonlyArray<readonly [args: string, saying: RegExp]> = [
    ['--speed 3', /--speed/],
    ['extra', /extra/],
    ['--seconds 0', /--seconds takes a whole number from 1 to 86400, not "0"/],
    ['--seconds 86401', /--seconds takes/],
    ['--seconds soon', /not "soon"/],
    ['--seconds 1.5', /not "1.5"/],
    ['--bots 0', /--bots takes a whole number from 1 to 100/],
    ['--bots 101', /--bots/],
    ['--sink kafka', /--sink takes one of prometheus, otlp, ndjson, not "kafka"/],
    ['--backend otlp', /--backend takes one of memory, mongo, clickhouse, not "otlp"/],
    ['--port 65536', /--port/],
    ['--version 2.0', /--version takes one of 3.0.4, .*, not "2.0"/],
    ['--driver redis', /--driver takes one of polling, oplog, changeStreams/],
    ['--driver changeStreams', /--driver changeStreams takes --version 3.5, not "3.3.2"/],
    ['--scenario perfect', /--scenario takes one of healthy, guilty, .*, not "perfect"/],
  ];
  for (const [args, saying] of refused) {
    it(`refuses "${args}" and says why`, () => {
      expect(() => parseArguments(args.split(' '))).to.throw(ArgumentError, saying);
    });
  }

  const accepted = [
    ...['--seconds 1', '--seconds 86400', '--bots 1', '--bots 100', '--port 65535'],
    '--driver changeStreams --version 3.5',
  ];
  for (const args of accepted) {
    it(`accepts "${args}"`, () => {
      expect(() => parseArguments(args.split(' '))).not.to.throw();
    });
  }
});
