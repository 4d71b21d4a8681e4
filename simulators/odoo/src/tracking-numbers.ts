/** Makers of valid numbers, each by its carrier's published rule; a test checks them against public examples. */

const digits = (serial: number, length: number) => String(serial % 10 ** length).padStart(length, '0');

/** UPS: 1Z + account 6 + service 2 + serial 7 + check digit; letters count as (code - 63) mod 10, even places double. */
export function ups1z(account: string, service: string, serial: number): string {
  const body = `${account}${service}${digits(serial, 7)}`;
  return `1Z${body}${upsCheckDigit(body)}`;
}

export function upsCheckDigit(body: string): number {
  const sum = [...body].reduce((total, character, i) => {
    const value = /\d/.test(character) ? Number(character) : (character.charCodeAt(0) - 63) % 10;
    return total + (i % 2 === 0 ? value : value * 2);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** USPS IMpb, 22 digits: service and mailer, serial, check digit mod 10 with weights 3 and 1 from the right. */
export function uspsNumber(prefix: string, serial: number): string {
  const body = `${prefix}${digits(serial, 21 - prefix.length)}`;
  return `${body}${mod10Check(body)}`;
}

export function mod10Check(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

/** UPU S10: two letters, eight digits, check digit with weights 8 6 4 2 3 5 9 7, country. */
export function s10Number(service: string, serial: number, country: string): string {
  const body = digits(serial, 8);
  return `${service}${body}${s10CheckDigit(body)}${country}`;
}

export function s10CheckDigit(body: string): number {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const rest = 11 - ([...body].reduce((total, digit, i) => total + Number(digit) * (weights[i] as number), 0) % 11);
  return rest === 10 ? 0 : rest === 11 ? 5 : rest;
}

/** FedEx Express, 12 digits: weights 3 1 7 repeating over the first eleven, mod 11, mod 10. */
export function fedexNumber(serial: number): string {
  const body = `748${digits(serial, 8)}`;
  return `${body}${fedexCheckDigit(body)}`;
}

export function fedexCheckDigit(body: string): number {
  const weights = [3, 1, 7];
  return ([...body].reduce((total, digit, i) => total + Number(digit) * (weights[i % 3] as number), 0) % 11) % 10;
}

/** DHL piece id: JD01 and sixteen digits; it has no check digit. */
export function dhlPieceId(serial: number): string {
  return `JD01${digits(serial, 16)}`;
}

/** DPD parcel number: fourteen digits, depot first; the printed check character is not part of it. */
export function dpdNumber(serial: number): string {
  return `0998${digits(serial, 10)}`;
}
