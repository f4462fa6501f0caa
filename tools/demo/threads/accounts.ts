// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const accountsThreads: DemoThread[] = [
  {
    title: 'Can’t log in since I changed my email',
    customer: 'raj',
    opened_hours_ago: 3,
    steps: [
      { after_hours: 0, by: 'raj', do: 'message', text:
        'Since changing my email I only get “Login failed”. Username and old email both. Here’s what the page ' +
        'says, if it helps:\n\n' +
        '```\nPOST /login  →  401\nWe could not log you in with these details.\n```\n\n' +
        'I’m writing from my wife’s phone, where I’m still logged in. Yes, I tried turning it off and on again.' },
      { after_hours: 0.33, by: 'priya', do: 'claim' },
      { after_hours: 0.17, by: 'priya', do: 'message', text:
        'Hi Raj, thanks for the exact text. Your account is fine, and the new email is in it, though with ' +
        '`gmial` in the address. Changing the email always asks for the current password, so it must have been ' +
        'you and a small keyboard.\n\n' +
        'Could you correct it on that phone, under **Profile → Email**? Logging in with your username should ' +
        'work all along: it’s `raj`, without the dot at the end.' },
      { after_hours: 0.25, by: 'raj', do: 'message', text:
        'gmial. I work in IT. Please delete this conversation and possibly me.' },
      { after_hours: 0.08, by: 'priya', do: 'message', text: 'Your secret is safe with the studio. Does it work now?' },
    ],
  },
  {
    title: 'Calendar feed: every class lasts zero minutes',
    customer: 'raj',
    opened_hours_ago: 1680,
    steps: [
      { after_hours: 0, by: 'raj', do: 'message', text:
        'The calendar link is great, but in my app every class is a thin line with no length at all. From the ' +
        'file:\n\n' +
        '```\nBEGIN:VEVENT\nSUMMARY:Hip-hop Juniors\nRRULE:FREQ=WEEKLY;BYDAY=TU\nDURATION:PT0M\n' +
        'LOCATION:River Room\n```\n\n' +
        '`PT0M` is zero minutes. I know it feels that short when I finally sit down on the sofa, but still.' },
      { after_hours: 18, by: 'priya', do: 'claim' },
      { after_hours: 0.5, by: 'priya', do: 'message', text:
        'Thanks to your lines it took two minutes to find: the length was read from an empty column. I’ve ' +
        'passed it on. Until it’s fixed, the timetable on the site has the right times.' },
      { after_hours: 72, by: 'priya', do: 'message', text:
        'The feed is corrected. Please remove the calendar from your app and add it again, it keeps the old ' +
        'copy otherwise.' },
      { after_hours: 2, by: 'raj', do: 'message', text:
        'Sixty minutes on the sofa it is. Love it when a bug report gets an answer.' },
      { after_hours: 0.08, by: 'raj', do: 'close' },
    ],
  },
  {
    title: 'Two accounts, one family',
    customer: 'chidi',
    opened_hours_ago: 17,
    steps: [
      { after_hours: 0, by: 'chidi', do: 'message', text:
        'My husband also registered, so now Adaeze is with me and Kene is with him, and we each get half of the ' +
        'letters. Can you put all the children in one account? Mine please, he never reads anything.' },
    ],
  },
  {
    title: 'Forgot password mail never arrives',
    customer: 'patrick44',
    opened_hours_ago: 480,
    steps: [
      { after_hours: 0, by: 'patrick44', do: 'message', text:
        'Good morning. I pressed Forgot Password three times and no letter has come. My grandson says look in ' +
        'the spam but I do not know where that is.' },
      { after_hours: 3, by: 'priya', do: 'claim' },
      { after_hours: 0.25, by: 'priya', do: 'message', text:
        'Good morning Mr Moran. You have two email addresses with us, an old and a new one, and the mails went ' +
        'to the old. Drop in before tap on Saturday and we’ll do it together at the desk, it takes three ' +
        'minutes.' },
      { after_hours: 72, by: 'patrick44', do: 'message', text:
        'We did it. The girl was very kind. New password is written in my cap.' },
      { after_hours: 0.33, by: 'priya', do: 'message', text:
        'Then please don’t lose the cap! (And don’t tell us which one it is.)' },
      { after_hours: 0.03, by: 'priya', do: 'close' },
    ],
  },
  {
    title: 'Please delete my old account',
    customer: 'yuki',
    opened_hours_ago: 576,
    steps: [
      { after_hours: 0, by: 'yuki', do: 'message', text:
        'Before I moved here I registered with the name “yukis” to look at the timetable. I do not use it. ' +
        'Could you delete it? I keep this one.' },
      { after_hours: 6, by: 'helen', do: 'claim' },
      { after_hours: 0.17, by: 'helen', do: 'message', text:
        'Hello Yuki. Done: “yukis” is closed and its details are removed. This account isn’t touched.' },
      { after_hours: 1, by: 'yuki', do: 'message', text: 'Thank you very much.' },
      { after_hours: 0.08, by: 'helen', do: 'close' },
    ],
  },
  {
    title: 'my mam can see my messages??',
    customer: 'leo12',
    opened_hours_ago: 168,
    steps: [
      { after_hours: 0, by: 'leo12', do: 'message', text: 'if i write here can my parents see it or only you' },
      { after_hours: 2, by: 'marta', do: 'claim' },
      { after_hours: 0.17, by: 'marta', do: 'message', text:
        'Hi Leo, fair question. In here, only you and the people who work at the desk. If you tell us something ' +
        'we’re really worried about, we’d talk to you first about who else should know. Is everything all ' +
        'right?' },
      { after_hours: 0.67, by: 'leo12', do: 'message', text:
        'ya its just a surprise for my dads birthday. he wants to learn salsa lol. how much is a card' },
      { after_hours: 0.25, by: 'marta', do: 'message', text:
        'Best surprise! A 10-class card is €130. If that’s a lot of pocket money, a single evening is €15, and ' +
        'I’ll write it on a nice card.' },
      { after_hours: 24, by: 'leo12', do: 'message', text: 'single one pls. ill bring it in coins' },
      { after_hours: 2, by: 'marta', do: 'message', text:
        'Coins are my favourite. The card is ready, there’s a disco ball on it.' },
    ],
  },
  {
    title: 'Two-factor codes are always wrong',
    customer: 'beatriz',
    opened_hours_ago: 65,
    steps: [
      { after_hours: 0, by: 'beatriz', do: 'message', text:
        'I switched on the login with the app on my phone, and now it says the code is wrong, every time. I ' +
        'still have the paper with the recovery codes but I’m afraid to use one.' },
      { after_hours: 16, by: 'priya', do: 'claim' },
      { after_hours: 0.33, by: 'priya', do: 'message', text:
        'Hello Beatriz, don’t be afraid, that’s what they’re for: one recovery code logs you in, and the other ' +
        'nine stay valid.\n\n' +
        'The usual reason is the phone’s clock. Please look at **Settings → Date and time → set ' +
        'automatically**. If it was off, switch it on and wait for the next code.' },
      { after_hours: 5, by: 'beatriz', do: 'message', text:
        'The clock was four minutes ahead, because I’m always late! It works now.' },
      { after_hours: 0.33, by: 'beatriz', do: 'close' },
      { after_hours: 24, by: 'beatriz', do: 'message', text:
        'Sorry, it’s me again. New phone today, and the app is empty. Now I do need a recovery code, right? And ' +
        'after that, how do I connect the new phone?' },
    ],
  },
]
