import { quote } from '../json/json-value.js';
import type { Constant } from './pattern.js';
import type { ReportFault } from './pattern-fault.js';

const UPPER_CASE = /[A-F]/;

/** Reports a constant that is written well and yet none (STIX 9.2: its range and form are those of the type in section 2). */
export const checkConstant = (constant: Constant, report: ReportFault): void => {
  switch (constant.kind) {
    case 'integer':
      if (Number.isSafeInteger(constant.value)) return;
      report('S019', constant.at, `${quote(constant.text)} lies outside -9007199254740991 to 9007199254740991`);
      return;
    case 'float':
      if (!Number.isFinite(constant.value)) report('S170', constant.at, `${quote(constant.text)} is beyond what a float holds`);
      return;
    case 'hex':
      if (UPPER_CASE.test(constant.text)) report('S011', constant.at, `${quote(constant.text)}: write hexadecimal in lower case`);
      return;
    case 'timestamp':
      if (constant.instant === undefined) report('S023', constant.at, `${quote(constant.text)}: there is no such date or time`);
      return;
    default:
  }
};
