/* Settings for Meteor Up (mup). Run `mup deploy --settings settings.json` beside it. */
module.exports = {
  servers: {
    one: { host: '203.0.113.10', username: 'deploy' },
  },

  app: {
    name: 'todos',
    path: '../../',
    servers: { one: {} },
    buildOptions: { serverOnly: true },
    docker: { image: 'zodern/meteor:root' },
    env: {
      ROOT_URL: 'https://todos.example.com',
      MONGO_URL: 'mongodb://mongodb/todos',
      MONGO_OPLOG_URL: 'mongodb://mongodb/local',
      RADIANT_ENVIRONMENT: 'production',
      RADIANT_BACKEND: 'mongo',
      // From the environment of whoever deploys, not from this file.
      RADIANT_RELEASE: process.env.RELEASE,
      RADIANT_API_TOKEN: process.env.RADIANT_API_TOKEN,
    },
  },

  mongo: { version: '7.0', servers: { one: {} } },

  proxy: {
    domains: 'todos.example.com',
    ssl: { letsEncryptEmail: 'ops@example.com' },
  },
};
