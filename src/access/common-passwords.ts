/**
 * Passwords of 12 characters and more that everybody tries first: the long ones of the well-known lists of leaked
 * passwords, keyboard rows, and this program's own name. In lower case.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
012345678901 0123456789ab 09876543210987 0987654321qw 111222333444 112233445566 123123123123 123456789012
1234567890123 12345678901234 1234567890abc 1234567890qw 1234567890qwe 1234567891011 123456789101112 123456789123
1234qwerasdf 1234qwerasdfzxcv 123qweasdzxc 147258369000 147258369147 159753159753 1q2w3e4r5t6y 1q2w3e4r5t6y7u
1q2w3e4r5t6y7u8i 1qaz2wsx3edc 1qaz2wsx3edc4rfv 741852963000 987654321098 a1b2c3d4e5f6 aa1234567890 aaaabbbbcccc
abc123456789 abcd12345678 abcdef123456 abcdefg12345 abcdefghijkl abcdefghijklm access123456 admin1234567
admin12345678 admin123456789 admin@123456 adminadmin123 adminadminadmin administrator administrator1 administrator123
affiliate123 affiliate1234 analytics123 asdf12345678 asdfghjkl123 asdfghjklzxc autumn2025!! baseball1234
basketball12 basketball123 batman123456 blink182blink butterfly123 changeme1234 changeme12345 changemenow1
changemeplease changethis123 charlie12345 chelsea12345 chocolate123 commission123 computer1234 
correcthorse1 correcthorsebatterystaple dashboard123 default12345 defaultpassword dragon123456 football1234 football12345
fuckyou12345 guest1234567 iloveyou1234 iloveyou12345 iloveyou2025 iloveyouforever iloveyousomuch internet1234
january2026! jennifer1234 jessica12345 letmein12345 letmein123456 letmeinletmein letmeinplease liverpool123
login1234567 manchester123 manchesterunited master123456 masterpassword michael12345 monkey123456 monkey1234567
mypassword123 mypassword1234 newpassword1 newpassword123 november2026 p@ssw0rd1234 p@ssword123! p@ssword1234
pa$$word1234 passw0rd123! passw0rd1234 password123! password123!! password1234 password1234! password12345
password123456 password2024 password2024! password2025 password2025! password2026 password2026! passwordpassword
princess1234 princess12345 publisher123 q1w2e3r4t5y6 qazwsxedc123 qazwsxedcrfv qwer1234asdf qwerty123456
qwerty1234567 qwerty12345678 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop[] qwertyuiopas qwertyuiopasdf
qwertyuiopasdfgh rakuten12345 rakuten123456 root12345678 rootrootroot samsung12345 samsung123456 secret123456
secretsecret spiderman123 spring2026!! starwars1234 summer2024!! summer2025!! summer2026!! sunshine1234
sunshine12345 superadmin123 superman1234 supersecret1 supersecret123 temporary123 temppassword temppassword1
test12345678 testing12345 testpassword testpassword1 testtest1234 testtesttest thisisapassword thisismypassword
topsecret123 tributary123 tributary1234 tributary2026 tributarytributary trustno1trustno1 user12345678 username1234
welcome1234! welcome12345 welcome123456 welcome2024! welcome2025! welcome2026! winter2024!! winter2025!!
winter2026!! zaq12wsxcde3 zxcv12345678 zxcvbnmasdfg
  `
    .trim()
    .split(/\s+/)
    .concat('correct horse battery staple'),
);
