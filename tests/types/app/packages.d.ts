// As zodern:types writes it into an app.
declare module 'meteor/radiant:agent' {
  export * from 'package-types/radiant_agent';
}
