import { describe, expect, test } from 'vitest'
import { findTickets } from '#desk/ticket-lists/listing.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { openTicket } from '#desk/tickets/tickets.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { found, listed } from './found.ts'

const world = await startApp()
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]

/** The written text, the search, and whether the search finds it. */
const table: [language: string, written: string, asked: string, isFound: boolean][] = [
  ['German', 'Größe 38 bitte', 'GRÖSSE', true],
  ['German', 'GRÖSSE 38 BITTE', 'größe', true],
  ['German', 'Wir wohnen Lindenstraße 5', 'lindenstrasse ', true],
  ['German', 'Wir wohnen Lindenstrasse 6', 'LINDENSTRAẞE ', true],
  ['German', 'Frau Müller hat angerufen', 'Mueller ', true],
  ['German', 'Frau Mueller hat angerufen', 'müller ', true],
  ['German', 'Frau Müller hat gemailt', 'muller ', true],
  ['German', 'Die neue Halle ist groß', 'neu ', false],
  ['German', 'Der Kurs ist neu hier', 'neue ', false],
  ['German', 'Frau Meyer-Lüdenscheidt fragt', 'meyer luedenscheidt', true],
  ['German', 'Der Vertrag\u00adsentwurf kam an', 'vertragsentwurf', true],
  ['English', 'The e-mail never arrived', 'email ', true],
  ['English', 'My email never arrived', 'e-mail ', true],
  ['English', 'I don’t have the receipt', 'dont ', true],
  ['English', 'I wait for your e-mail', '"e-mail email"', false],
  ['English', "I don't have a ticket", 'don’t', true],
  ['English', 'Please re\u200bfund the class', 'refund', true],
  ['English', 'The ﬁnal ofﬁce plan', 'final office', true],
  ['English', 'Ｆｕｌｌ ｗｉｄｔｈ １２３', 'full width 123', true],
  ['English', 'Full width 456', 'ｆｕｌｌ ４５６', true],
  ['English', 'Write to lea.marsh@example.com', 'lea.marsh@example.com', true],
  ['English', 'Lea wrote to marsh at example', 'lea.marsh@example.com', false],
  ['English', 'Shoes of size 37½', 'size 37 ', true],
  ['English', 'Where is lost property?', '"lost property"', true],
  ['English', 'Property that we have lost', '"lost property"', false],
  // The title ends with the first word, and the message begins with the second.
  ['English', 'Where is lost property?', '"question where"', false],
  ['English', 'Where are lost properties?', '"lost propert"', false],
  ['English', 'Her lost e-mail to Zoë', 'zoe “lost e-mail to"', true],
  ['German', 'Die Große Straße ist gesperrt', '„Grosse Strasse“ gesperrt', true],
  ['German', 'Der neue Herr Müller fragt', '"neue Herr Mueller"', true],
  ['German', 'Wir fahren nach St. Pölten', 'st.poelten', true],
  ['German', 'Die Müllers möchten nächste Woche neue Schuhe', '"Muellers moechten naechste Woche neue"', true],
  ['German', 'Schreib an info@tanz-schule.example', 'info@tanzschule.example', true],
  ['German', 'Herr Muller hat einen neuen Hut', '"Mueller hat einen neuen Rock"', false],
  ['Japanese', '東京のスタジオ', '"スタジオ"', true],
  ['French', 'Un été à l’Opéra de l’école', 'ecole opera', true],
  ['French', 'Ma sœur et son cœur', 'soeur coeur', true],
  ['French', 'L’e-mail n’est pas arrivé', 'email ', true],
  ['French', 'Le cours d’aujourd’hui est annulé', 'aujourdhui ', true],
  ['Italian', 'Il testo dell’e-mail è vuoto', 'email testo', true],
  ['English', 'Open on 2026-11-28 only', '1128 ', false],
  ['French', 'Le CAFÉ était fermé', 'cafe ferme', true],
  ['Spanish', 'Mañana vendrá el niño', 'manana nino', true],
  ['Portuguese', 'Informação sobre a inscrição', 'inscricao', true],
  ['Catalan', 'El col·legi del nen', 'collegi', true],
  ['Catalan', 'L’avinguda del Paraŀlel', 'paral·lel', true],
  ['Ewe', 'Ɖevi aɖe ƒe aŋgba', 'devi ade', true],
  ['Italian', 'Perché non c’è più', 'piu perche', true],
  ['Turkish', 'Işık kapalıydı', 'ışık', true],
  ['Turkish', 'IŞIK KAPALI', 'isik', true],
  ['Turkish', 'İstanbul’da görüşürüz', 'istanbul gorusuruz', true],
  ['Polish', 'Zajęcia w Łodzi o szóstej', 'lodzi zajecia', true],
  ['Czech', 'Příliš žluťoučký kůň', 'zlutoucky kun', true],
  ['Hungarian', 'Ödön elhozta a cipőt', 'odon cipo', true],
  ['Danish', 'Smørrebrød til børnene på Ærø', 'smorrebrod aero', true],
  ['Danish', 'Rødgrød uden fløde', 'roedgroed floede', true],
  ['Swedish', 'Åsa går på balett', 'aasa gar', true],
  ['Icelandic', 'Þórður kemur á morgun', 'thordur', true],
  ['Vietnamese', 'Đặng Thị Nguyễn hỏi về lớp học', 'dang nguyen lop hoc', true],
  ['Greek', 'Ο Γιώργος ρώτησε για το μάθημα', 'γιωργος μαθημα', true],
  ['Greek', 'ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ', 'γιώργος παπαδόπουλος', true],
  ['Russian', 'Ещё нет ответа на счёт', 'еще счет', true],
  ['Russian', 'Мой вопрос о расписании', 'мои ', false],
  ['Ukrainian', 'У нас п’ять пар взуття', 'пʼять', true],
  ['Ukrainian', 'Прийдемо в пʼятницю', 'пятницю', true],
  ['Guarani', 'Ag\u0303uahe tag\u0303uató', 'taguato', true],
  ['Arabic', 'أين كِتَابُ الأطفال؟', 'اين كتاب', true],
  ['Arabic', 'المدرســـة الجديدة', 'المدرسه', true],
  ['Arabic', 'رقم الطلب ٤٥٦٧', '4567', true],
  ['Persian', 'می‌خواهم ثبت‌نام کنم', 'میخواهم ثبت نام', true],
  ['Persian', 'كتاب من گم شد', 'کتاب', true],
  ['Urdu', 'کلاس کب ہے', 'كلاس', true],
  ['Amharic', 'ሠላም፣ ትምህርቱ መቼ ነው', 'ሰላም', true],
  ['Amharic', 'ፀሐይ ወጣች ዓለም', 'ጸሀይ አለም', true],
  ['Amharic', 'ሰላም ነው', 'ሰለም', false],
  ['Hebrew', 'שָׁלוֹם, איפה הנעליים?', 'שלום', true],
  ['Hebrew', 'לא קיבלתי אי־מייל', 'אימייל ', true],
  ['Hebrew', 'לא קיבלתי אימייל מכם', 'אי־מייל ', true],
  ['Japanese', 'Ｅ－ｍａｉｌを送りました', 'email ', true],
  ['Hindi', 'हिन्दी में बात करें', 'हिंदी', true],
  ['Hindi', 'ज़रूरी बात है १२३', 'जरूरी 123', true],
  ['Hindi', 'कल की क्लास', 'कलम', false],
  ['Thai', 'ขอคืนเงินค่าเรียนด้วยค่ะ', 'คืนเงิน', true],
  ['Thai', 'เเม่มารับลูก', 'แม่', true],
  ['Thai', 'นํ้าดื่มฟรีไหมคะ', 'น้ำ', true],
  ['Thai', 'มีน้ำดื่มไหมคะ', 'นํ้าดื่ม', true],
  ['Thai', 'ขอคืนเงินวันนี้', 'เงินคืน', false],
  ['Lao', 'ຂໍຄືນເງິນແດ່', 'ຄືນເງິນ', true],
  ['Lao', 'ມີນໍ້າດື່ມບໍ່', 'ນ້ຳ', true],
  ['Khmer', 'សូមសងប្រាក់វិញ', 'ប្រាក់', true],
  ['Chinese', '我想申请退款谢谢', '退款', true],
  ['Chinese', '舞蹈教室在哪里', '室', true],
  ['Chinese', '退回款项', '退款', false],
  ['Chinese', '舞蹈課程幾點開始', '舞蹈课程', true],
  ['Chinese', '这个课程几点开始', '這個課程', true],
  ['Chinese', '我後天來上課', '后天', true],
  ['Chinese', '我后天不能来', '後天', true],
  ['Chinese', '頭髮要綁起來嗎', '头发', true],
  ['Chinese', '我們在臺北的教室裏等', '台北的教室里', true],
  ['Chinese', '收據還沒有發出', '发票', false],
  ['Chinese', '課堂明天開始', '天课', false],
  ['Japanese', '会場の写真です', '會場', true],
  ['Japanese', 'バレエのレッスンについて', 'ばれえ', true],
  ['Japanese', 'ｶﾞﾗｽが割れました', 'ガラス', true],
  ['Japanese', '東京都の教室です', '東京', true],
  ['Japanese', '広島の澤田さんから', '廣島', true],
  ['Japanese', '広島の澤田さんから', '沢田', true],
  ['Japanese', '渡邉さんと山﨑さん', '渡辺', true],
  ['Japanese', '渡邉さんと山﨑さん', '山崎', true],
  ['Japanese', '髙橋さんと𠮷野さん', '高橋 吉野', true],
  ['Japanese', 'ヴァリエーションの曲', 'バリエーション', true],
  ['Japanese', 'ピアノとバイオリン', 'ヴァイオリン', true],
  ['Japanese', 'コンピュータの授業', 'コンピューター', true],
  ['Japanese', '佐々木さんと斎藤さん', '佐佐木', true],
  ['Japanese', '佐々木さんと斎藤さん', '斉藤', true],
  ['Japanese', '時時お休みします', '時々', true],
  ['Japanese', '一ヶ月の料金', '一か月', true],
  ['Japanese', '一ヵ月分の料金', '一ヶ月', true],
  ['Japanese', 'ビルの二階の教室', 'ビール', false],
  ['Japanese', 'コピの件について', 'コピー', false],
  ['Japanese', 'がっこうのかばん', 'かっこう', false],
  ['Korean', '환불을 요청합니다', '환불 요청', true],
  ['Korean', '수업 시간표'.normalize('NFD'), '시간표', true],
  ['Korean', '수업료환불요청합니다', '환불', true],
  ['Korean', '수강권 양도 가능한가요', '수강권양도', true],
  ['Korean', '양도 수강권 가능한가요', '수강권양도', false],
  ['Japanese', '青山 スタジオの住所', '青山スタジオ', true],
  ['Korean', '불환지폐 이야기', '환불', false],
  ['Serbian', 'Zoran Đoković pita', 'djokovic', true],
  ['Malayalam', 'എൻ്റെ മകൾ ക്ലാസിൽ', 'മകള്‍', true],
  ['Bengali', 'আমার মেয়ে নাচে ১২', 'মেয়ে 12', true],
  ['Bengali', 'উৎসব কবে হবে', 'উত্সব', true],
  ['Tamil', 'கொடுத்த பணம்', 'கொடுத்த', true],
  ['English', 'He lives in the U.S.A. now', 'usa ', true],
  ['English', 'She has a USA passport', 'u.s.a.', true],
  ['German', 'Kurse, z.B. Tango', 'zb', true],
  ['English', 'See a.tango for more', 'atango', false],
  ['numbers', 'Two numbers: 0170 1234567 / 030 98765432', '+4917012345', true],
  ['numbers', 'Two numbers: 0170 1234567 / 030 98765432', '03098765432', true],
  ['numbers', 'Two numbers: 0170 1234567 / 030 98765432', '1234567', true],
  ['numbers', 'Two numbers: 0170 1234567 / 030 98765432', '170123', true],
  ['numbers', 'First 1234567, and then 0170', '0170 1234567', true],
  ['numbers', 'Call me at 0160 1234567', '0170 1234567', false],
  ['numbers', '電話は０１７０－８７６５４３２です', '01708765432', true],
  ['numbers', 'Call (555) 123-4567', '+1 555 1234567', true],
  ['numbers', 'رقمي ٠١٧٠ ٧٦٥٤٣٢١', '01707654321', true],
  ['numbers', 'To DE89 3704 0044 0532 0130 00 please', 'DE89370400440532013000', true],
  ['numbers', 'To DE91370400440532013000 please', 'de91 3704 0044 0532 0130 00', true],
  ['numbers', 'To BE68 5390 0754 7034 with love', 'BE68539007547034', true],
  ['numbers', 'To GB29 NWBK 6016 1331 9268 19', 'gb29n', true],
  ['numbers', 'To DE89 3704 0044 0532 0130 00 please', 'DE89370400440532013001', false],
  ['numbers', 'On my card 4111 1111 1111 1111', '4111111111111111', true],
  ['numbers', 'On my card 4222222222222222', '4222-2222-2222-2222', true],
  ['numbers', 'On my card 4111 1111 1111 1111', '4111111111111112', false],
  ['marks', 'Z\u0338a\u0321lgo text here', 'zalgo', true],
  ['directions', '\u202bshoes\u202c of mine', 'shoes', true],
]

const ids = new Map<string, number>()
for (const [, written] of table) {
  const ticket = { title: 'One question', message: written.padEnd(8, ' .') }
  if (!ids.has(written)) ids.set(written, (await openTicket(world.ctx, kim.actor, ticket)).ticket_id)
}

describe('a text is found however its words are typed', () => {
  test.each(table)('%s: “%s” by “%s”: %s', async (_, written, asked, isFound) => {
    const { rows } = await findTickets(world.ctx, anna.actor, { q: asked }, 100)
    const row = rows.find(({ id }) => id === ids.get(written))
    expect(row !== undefined).toBe(isFound)
    if (row) expect(row.excerpt?.text_html).toContain('<mark>')
  })

  test('by customers as by staff, on the page as over the API', async () => {
    const some = table.filter(([language]) => ['Greek', 'Chinese', 'Turkish'].includes(language))
    for (const [, written, asked, isFound] of some) {
      const own = await found(kim, asked)
      expect(own.toSorted()).toEqual((await found(anna, asked)).toSorted())
      expect(own.includes(ids.get(written) ?? 0)).toBe(isFound)
    }
  })
})

test('a telephone number is found however its digits are grouped, and from abroad', async () => {
  const typed = [
    ...['0170 2233445', '0170/2233445', '+49 170 2233445', '01702233445', '+491702233445'],
    ...['+49 (0)170 223 34 45', '0049 170 2233445', '(0170) 223-3445', '0170 / 22 33 44 5', '0170.2233445'],
  ]
  const ids: number[] = []
  for (const [n, number] of typed.entries()) {
    const ticket = {
      title: n % 2 ? `Call ${number} please` : 'One question',
      message: `My number is ${number}, call me.`,
    }
    ids.push((await openTicket(world.ctx, kim.actor, ticket)).ticket_id)
  }
  for (const member of [anna, kim])
    for (const number of typed) {
      const rows = await listed(member, { q: number })
      expect([number, rows.map(({ id }) => id).toSorted((a, b) => a - b)]).toEqual([number, ids])
      for (const { excerpt } of rows) expect(excerpt?.text_html).toMatch(/<mark>[^<]*4 ?5<\/mark>/)
    }
})

test('words in quotes are found side by side in one message, not where one ends with the first and the next begins', async () => {
  const ticket = { title: 'One question', message: 'I have lost my purple' }
  const { ticket_id } = await openTicket(world.ctx, kim.actor, ticket)
  await writeMessage(world.ctx, kim.actor, ticket_id, 'elephant of glass')
  expect(await found(anna, '"purple elephant"')).toEqual([])
  expect(await found(kim, '"elephant of glass"')).toEqual([ticket_id])
  expect(await found(kim, 'purple elephant')).toEqual([ticket_id])
})

test('what is marked is the text as it was written', async () => {
  const [german] = await listed(anna, { q: 'mueller gemailt' })
  expect(german?.excerpt?.text_html).toBe('Frau <mark>Müller</mark> hat <mark>gemailt</mark>')
  const [thai] = await listed(anna, { q: 'แม่' })
  expect(thai?.excerpt?.text_html).toBe('<mark>เเม่</mark>มารับลูก')
  const [japanese] = await listed(kim, { q: 'ガラス' })
  expect(japanese?.excerpt?.text_html).toBe('<mark>ｶﾞﾗｽ</mark>が割れました')
  const [chinese] = await listed(kim, { q: '舞蹈课程' })
  expect(chinese?.excerpt?.text_html).toBe('<mark>舞蹈課程</mark>幾點開始')
  const [repeated] = await listed(kim, { q: '佐佐木さん' })
  expect(repeated?.excerpt?.text_html).toBe('<mark>佐々木さん</mark>と斎藤さん')
  const [elided] = await listed(kim, { q: 'aujourdhui' })
  expect(elided?.excerpt?.text_html).toBe('Le cours d’<mark>aujourd’hui</mark> est annulé')
  const [korean] = await listed(kim, { q: '수강권양도' })
  expect(korean?.excerpt?.text_html).toBe('<mark>수강권 양도</mark> 가능한가요')
  const [address] = await listed(kim, { q: 'marsh@example.com' })
  expect(address?.excerpt?.text_html).toBe('Write to lea.<mark>marsh@example.com</mark>')
})
