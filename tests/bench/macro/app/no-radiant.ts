/** Stands in for the package in the app without Radiant: the example app imports it. */
export const Radiant = {
  span: <Result>(_name: string, run: () => Result): Result => run(),
};
