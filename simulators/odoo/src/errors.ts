/** An error as Odoo's JSON-RPC reports it: clients dispatch on `name`, a dotted Python class. */
export class OdooError extends Error {
  readonly pythonName: string;
  constructor(pythonName: string, message: string) {
    super(message);
    this.name = 'OdooError';
    this.pythonName = pythonName;
  }
}
const make = (pythonName: string) => (message: string) => new OdooError(pythonName, message);
export const accessDenied = () => new OdooError('odoo.exceptions.AccessDenied', 'Access Denied');
export const accessError = make('odoo.exceptions.AccessError');
export const missingError = make('odoo.exceptions.MissingError');
export const userError = make('odoo.exceptions.UserError');
export const valueError = make('builtins.ValueError');
export const typeError = make('builtins.TypeError');
export const attributeError = make('builtins.AttributeError');
export const keyError = make('builtins.KeyError');
export const operationalError = make('psycopg2.OperationalError');

/** A real method of Odoo that this simulator does not have: never pretended, answered with HTTP 501. */
export class SimulatorUnsupportedError extends Error {
  override name = 'SimulatorUnsupportedError';
}
