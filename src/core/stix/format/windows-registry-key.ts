/** As people write them, and as PowerShell does (`HKLM:`). */
const ABBREVIATED = /^(?:HKLM|HKCC|HKCR|HKCU|HKU|HKPD|HKDD):?(?:\\|$)/i;

/** What keeps a text from being the full name of a registry key: STIX 6.17 wants the "hive portion ... fully expanded and not truncated". */
export const registryKeyFaultOf = (value: string): string | undefined =>
  ABBREVIATED.test(value) ? 'abbreviates its hive: write it in full, as `HKEY_LOCAL_MACHINE`' : undefined;
