import { characterSetFaultOf } from '../format/character-set.js';
import { countryCodeFaultOf } from '../format/country-code.js';
import { cpeFaultOf } from '../format/cpe.js';
import { domainNameFaultOf } from '../format/domain-name.js';
import { emailAddressFaultOf } from '../format/email-address.js';
import { ipv4FaultOf, ipv6FaultOf } from '../format/ip-range.js';
import { languageShapeFaultOf, languageTagFaultOf } from '../format/language-tag.js';
import { macAddressFaultOf } from '../format/mac-address.js';
import { mediaTypeFaultOf } from '../format/media-type.js';
import { uriFaultOf } from '../format/uri.js';
import { registryKeyFaultOf } from '../format/windows-registry-key.js';
import type { Format } from './property-type.js';
import type { RuleId } from './rules.js';

/** "SHOULD contain a valid ISO 3166-1 ALPHA-2 Code" (STIX 4.10). */
export const COUNTRY_CODE: Format = { rule: 'S085', faultOf: countryCodeFaultOf, advised: true };
export const CPE: Format = { rule: 'S122', faultOf: cpeFaultOf };
export const DOMAIN_NAME: Format = { rule: 'S112', faultOf: domainNameFaultOf, defangs: true };
export const EMAIL_ADDRESS: Format = { rule: 'S113', faultOf: emailAddressFaultOf, defangs: true };
export const IPV4: Format = { rule: 'S118', faultOf: ipv4FaultOf, defangs: true };
export const IPV6: Format = { rule: 'S118', faultOf: ipv6FaultOf, defangs: true };
export const MAC_ADDRESS: Format = { rule: 'S119', faultOf: macAddressFaultOf };
export const REGISTRY_KEY: Format = { rule: 'S125', faultOf: registryKeyFaultOf };

export const characterSet = (rule: RuleId): Format => ({ rule, faultOf: characterSetFaultOf });
export const LANGUAGE_SHAPE: Format = { rule: 'S122', faultOf: languageShapeFaultOf };
export const languageTag = (rule: RuleId): Format => ({ rule, faultOf: languageTagFaultOf });
/** "SHOULD" come from the registry of media types: whether it stands there is not looked up, its form is. */
export const mediaType = (rule: RuleId): Format => ({ rule, faultOf: mediaTypeFaultOf, advised: true });
export const url = (rule: RuleId): Format => ({ rule, faultOf: uriFaultOf, defangs: true });
