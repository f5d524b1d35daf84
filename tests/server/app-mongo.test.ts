import { join } from 'node:path';
import { expect } from 'chai';
import { RadiantError } from '../../common/errors';
import { findAppMongo, placeIn, readable } from '../../server/app-mongo';

class MongoClient {}

const driver = { MongoClient } as never;
const internals = {
  server: {},
  ddpCommon: {},
  mongoInternals: { NpmModules: { mongodb: { module: { MongoClient } } } },
};
const MONGO_URL = 'mongodb://one,two:27018/shop?replicaSet=rs0';

const place = (url: string | undefined, own: { url?: string; database?: string } = {}) =>
  placeIn({ driver, url, options: { tls: true } }, { url: undefined, database: undefined, ...own });

describe('findAppMongo', () => {
  it('takes the driver of Meteor and the address of the app', () => {
    expect(findAppMongo(internals, { MONGO_URL })).to.deep.equal({
      driver: { MongoClient },
      url: MONGO_URL,
      options: {},
    });
  });

  it('connects as the app does, but with a pool of its own', () => {
    const mongo = { _connectionOptions: { tls: true, maxPoolSize: 100, compressors: 'zlib' } };
    const options = { compressors: 'zstd', tlsCAFileAsset: 'ca.pem', monitorCommands: true };
    const meteor = { settings: { packages: { mongo: { options } } } };

    expect(findAppMongo({ ...internals, mongo, meteor }, {}).options).to.deep.equal({
      tls: true,
      compressors: 'zstd',
      tlsCAFile: join(process.cwd(), 'assets', 'app', 'ca.pem'),
    });
  });

  it('says what an app without MongoDB lacks', () => {
    expect(() => findAppMongo({ ...internals, mongoInternals: undefined }, {}))
      .to.throw(RadiantError, /options\.mongo needs the package mongo/)
      .with.property('code', 'options-invalid');
  });
});

describe('placeIn', () => {
  it('is a database of its own next to the one of the app, with what the app connects with', () => {
    expect(place(MONGO_URL)).to.deep.equal({
      url: MONGO_URL,
      database: 'shop_radiant',
      options: { tls: true },
    });
  });

  for (const [url, database] of [
    ['mongodb://user:pa%2Fss@host/my-app', 'my-app_radiant'],
    ['mongodb+srv://host/shop', 'shop_radiant'],
    ['mongodb://host', 'meteor_radiant'],
    ['mongodb://host/?tls=true', 'meteor_radiant'],
    [`mongodb://host/${'a'.repeat(63)}`, `${'a'.repeat(50)}_radiant`],
  ] as const) {
    it(`is ${database} for ${url}`, () => {
      expect(place(url).database).to.equal(database);
    });
  }

  it('is the database that the address of another server names', () => {
    const url = 'mongodb://elsewhere/figures';

    expect(place(MONGO_URL, { url })).to.deep.equal({ url, database: 'figures', options: {} });
    expect(place(MONGO_URL, { url: 'mongodb://elsewhere' }).database).to.equal('shop_radiant');
  });

  it('is the database that options name', () => {
    expect(place(MONGO_URL, { database: 'figures' }).database).to.equal('figures');
  });

  it('is refused where nothing says which server', () => {
    expect(() => place(undefined)).to.throw(RadiantError, /mongo\.url is missing, and MONGO_URL/);
  });
});

describe('readable', () => {
  it('tells of an address that the driver cannot read, without quoting it', () => {
    const make = () => {
      throw Object.assign(new Error('mongodb://user:hushhush@'), { name: 'MongoParseError' });
    };

    expect(() => readable(make))
      .to.throw(RadiantError, /cannot be read by the driver: MongoParseError/)
      .with.property('message')
      .that.does.not.contain('hushhush');
  });
});
