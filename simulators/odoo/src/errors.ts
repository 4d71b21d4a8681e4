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
const missingError = make('odoo.exceptions.MissingError');
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
export const validationError = make('odoo.exceptions.ValidationError');
export const serializationFailure = () =>
  new OdooError('psycopg2.errors.SerializationFailure', 'could not serialize access due to concurrent update\n');

/** As Odoo words a column that may not be empty, whatever the model. */
export const mandatoryField = (title: string, model: string, fieldTitle: string, field: string) =>
  validationError(
    `The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n- Delete: another model requires the record being deleted. If possible, archive it instead.\n\nModel: ${title} (${model})\nField: ${fieldTitle} (${field})\n`,
  );
export const missingRecord = (model: string, id: number, uid: number) =>
  missingError(`Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${uid})`);
