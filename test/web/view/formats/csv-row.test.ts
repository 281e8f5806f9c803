import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvRow } from '../../../../src/web/view/formats/csv-row.ts';

test('cells are quoted where they must be, and a row ends with CRLF', () => {
  assert.equal(
    csvRow(['plain', '', 'a,b', 'a "b"', 'a\r\nb', 'a;b', 'ä']),
    'plain,,"a,b","a ""b""","a\r\nb",a;b,ä\r\n',
  );
});

test('what a spreadsheet would take for a formula is text', () => {
  assert.equal(
    csvRow(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', 'a=b']),
    "'=1+1,'+1,'-1,'@SUM(A1),'\tx,\"'\rx\",a=b\r\n",
  );
  for (const hidden of [
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(A1)',
    '﹦1',
    '﹢1',
    ' =1',
    '\u00A0=1',
    '\u200B=1',
    '\uFEFF=1',
    '\u0000=1',
    '\n=1',
    '\n1',
    '\r\n＝1',
  ])
    assert.match(csvRow([hidden]), /^"?'/, JSON.stringify(hidden));
  for (const plain of ['a=1', '1-1', '−1', ' a', '(=1)', 'ä', '"=1'])
    assert.doesNotMatch(csvRow([plain]), /^"?'/, plain);
  assert.equal(csvRow(['=HYPERLINK("http://x","y")']), '"\'=HYPERLINK(""http://x"",""y"")"\r\n');
});
