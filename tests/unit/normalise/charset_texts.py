"""Short news texts in many languages, each with the character sets that its countries used before UTF-8."""

from __future__ import annotations

WESTERN = ("cp1252",)
CENTRAL = ("cp1250", "iso8859-2")
CYRILLIC = ("cp1251", "koi8-r", "iso8859-5", "cp866")

TEXTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("fr", WESTERN,
     "Le maire a inauguré mercredi le nouveau pont près de la gare, où des milliers d’habitants s’étaient "
     "rassemblés dès l’aube. Les travaux ont duré quatre années et coûté plus de vingt millions d’euros, a "
     "précisé la préfecture. « C’est une fête pour toute la région », a déclaré l’élu, très ému."),
    ("de", WESTERN,
     "Der Bürgermeister hat am Mittwoch die neue Brücke über den Fluss eröffnet. Für die Anwohner heißt das "
     "kürzere Wege, für die Stadt höhere Einnahmen. Die Arbeiten dauerten vier Jahre und kosteten mehr als "
     "zwanzig Millionen Euro, sagte ein Sprecher. „Größer können wir nicht träumen“, fügte er hinzu."),
    ("da", WESTERN,
     "Borgmesteren åbnede onsdag den nye bro over fjorden, og tusinder af indbyggere mødte op allerede før "
     "solopgang. Arbejdet har varet fire år og kostet mere end hundrede millioner kroner, oplyser kommunen. "
     "Nu håber byrådet på flere gæster fra både Sverige og Tyskland, når færgen også sejler."),
    ("sv", WESTERN,
     "Kommunalrådet invigde på onsdagen den nya bron över älven, och tusentals invånare hade samlats redan "
     "före gryningen. Arbetet har pågått i fyra år och kostat mer än hundra miljoner kronor, enligt "
     "länsstyrelsen. Nu hoppas man på fler besökare från både Norge och Åland under sommaren."),
    ("nb", WESTERN,
     "Ordføreren åpnet onsdag den nye broen over fjorden, og flere tusen innbyggere møtte opp før det ble "
     "lyst. Arbeidet har tatt fire år og kostet mer enn hundre millioner kroner, opplyser fylket. Nå håper de "
     "på flere besøkende fra både Sverige og Danmark når sommeren kommer og vannet blir varmt."),
    ("fi", WESTERN,
     "Kaupunginjohtaja avasi keskiviikkona uuden sillan joen yli, ja tuhannet asukkaat kerääntyivät paikalle "
     "jo ennen auringonnousua. Työt kestivät neljä vuotta ja maksoivat yli kaksikymmentä miljoonaa euroa, "
     "kertoi kunta. Nyt toivotaan enemmän kävijöitä myös Virosta ja Ruotsista."),
    ("es", WESTERN,
     "El alcalde inauguró el miércoles el nuevo puente sobre el río, donde miles de vecinos se habían reunido "
     "antes del amanecer. Las obras duraron cuatro años y costaron más de veinte millones de euros, según "
     "informó la diputación. «Es un día histórico para la región», señaló. ¿Y mañana?"),
    ("pt", WESTERN,
     "O presidente da câmara inaugurou na quarta-feira a nova ponte sobre o rio, onde milhares de moradores "
     "já estavam reunidos antes da manhã. As obras duraram quatro anos e custaram mais de vinte milhões de "
     "euros, segundo a administração. “É um dia histórico para a região”, não hesitou em dizer."),
    ("it", WESTERN,
     "Il sindaco ha inaugurato mercoledì il nuovo ponte sul fiume, dove migliaia di abitanti si erano riuniti "
     "già prima dell’alba. I lavori sono durati quattro anni e sono costati più di venti milioni di euro, ha "
     "precisato la provincia. «È una festa per tutta la città», ha detto, perché sì."),
    ("nl", WESTERN,
     "De burgemeester heeft woensdag de nieuwe brug over de rivier geopend. Duizenden inwoners waren er al "
     "vóór zonsopgang bij. Het werk duurde vier jaar en kostte meer dan twintig miljoen euro, zegt de "
     "provincie. “Het is een feest voor de hele regio”, zei de bestuurder; cafés en scholen met drieëntwintig "
     "klassen vierden mee."),
    ("is", WESTERN,
     "Borgarstjórinn opnaði á miðvikudag nýju brúna yfir ána, og þúsundir íbúa höfðu safnast saman fyrir "
     "dögun. Verkið tók fjögur ár og kostaði meira en hundrað milljónir króna, að sögn sveitarfélagsins. Nú "
     "er vonast til að fleiri ferðamenn komi þangað í sumar, bæði frá Noregi og Þýskalandi."),
    ("ca", WESTERN,
     "L’alcalde va inaugurar dimecres el nou pont sobre el riu, on milers de veïns s’havien reunit abans de "
     "l’alba. Les obres van durar quatre anys i van costar més de vint milions d’euros, segons la diputació. "
     "«És una festa per a tota la comarca», va afirmar, i també va demanar més inversió."),
    ("en", WESTERN,
     "The mayor opened the new bridge over the river on Wednesday, where thousands of people had gathered "
     "before dawn. “It’s a great day for the whole region,” he said – and paid €5 for coffee at a small café "
     "nearby. The work took four years and cost more than £20 million, officials said."),
    ("pl", CENTRAL,
     "Burmistrz otworzył w środę nowy most nad rzeką, gdzie już przed świtem zgromadziły się tysiące "
     "mieszkańców. Prace trwały cztery lata i kosztowały ponad dwadzieścia milionów złotych, podało "
     "województwo. To święto dla całego regionu, powiedział wzruszony urzędnik, życząc wszystkim szczęścia."),
    ("cs", CENTRAL,
     "Starosta ve středu otevřel nový most přes řeku, kde se už před úsvitem shromáždily tisíce obyvatel. "
     "Práce trvaly čtyři roky a stály více než dvacet milionů korun, uvedl kraj. Je to svátek pro celý "
     "region, řekl dojatý úředník a popřál všem šťastnou cestu na druhý břeh."),
    ("sk", CENTRAL,
     "Starosta v stredu otvoril nový most cez rieku, kde sa už pred úsvitom zhromaždili tisíce obyvateľov. "
     "Práce trvali štyri roky a stáli viac ako dvadsať miliónov eur, uviedol kraj. Je to sviatok pre celý "
     "región, povedal dojatý úradník a zaželal všetkým šťastnú cestu na druhý breh."),
    ("hu", CENTRAL,
     "A polgármester szerdán átadta a folyó fölötti új hidat, ahol már hajnal előtt több ezer lakos gyűlt "
     "össze. A munkálatok négy évig tartottak és több mint húszmilliárd forintba kerültek, közölte a megye. "
     "Ez ünnep az egész térségnek, mondta a meghatott tisztviselő, és sok szerencsét kívánt."),
    ("hr", CENTRAL,
     "Gradonačelnik je u srijedu otvorio novi most preko rijeke, gdje su se već prije zore okupile tisuće "
     "stanovnika. Radovi su trajali četiri godine i stajali više od dvadeset milijuna eura, priopćila je "
     "županija. To je praznik za cijelu regiju, rekao je ganuti dužnosnik i svima poželio sreću."),
    ("sl", CENTRAL,
     "Župan je v sredo odprl novi most čez reko, kjer se je že pred zoro zbralo več tisoč prebivalcev. Dela "
     "so trajala štiri leta in stala več kot dvajset milijonov evrov, so sporočili iz občine. To je praznik "
     "za vso pokrajino, je dejal ganjeni uradnik in vsem zaželel srečno pot čez vodo."),
    ("ro", CENTRAL,
     "Primarul a inaugurat miercuri noul pod peste râu, unde mii de locuitori se adunaseră încă dinainte de "
     "răsărit. Lucrările au durat patru ani şi au costat peste douăzeci de milioane de lei, a anunţat "
     "judeţul. Este o sărbătoare pentru toată regiunea, a spus emoţionat funcţionarul, şi a mulţumit tuturor."),
    ("ru", CYRILLIC,
     "Мэр открыл в среду новый мост через реку, где ещё до рассвета собрались тысячи жителей. Работы "
     "продолжались четыре года и обошлись более чем в двадцать миллионов рублей, сообщили в администрации. "
     "Это праздник для всей области, сказал взволнованный чиновник и пожелал всем удачи."),
    ("uk", ("cp1251",),
     "Мер відкрив у середу новий міст через річку, де ще до світанку зібралися тисячі мешканців. Роботи "
     "тривали чотири роки й коштували понад двадцять мільйонів гривень, повідомили в адміністрації. Це свято "
     "для всієї області, сказав схвильований чиновник і побажав усім щастя."),
    ("bg", ("cp1251", "iso8859-5"),
     "Кметът откри в сряда новия мост над реката, където още преди изгрев се събраха хиляди жители. Строежът "
     "продължи четири години и струва над двадесет милиона лева, съобщиха от областта. Това е празник за "
     "целия край, каза развълнуваният служител и пожела на всички късмет."),
    ("sr", ("cp1251", "iso8859-5"),
     "Градоначелник је у среду отворио нови мост преко реке, где су се још пре зоре окупиле хиљаде "
     "становника. Радови су трајали четири године и коштали више од двадесет милиона динара, саопштила је "
     "општина. Ово је празник за цео крај, рекао је узбуђени службеник."),
    ("el", ("cp1253", "iso8859-7"),
     "Ο δήμαρχος εγκαινίασε την Τετάρτη τη νέα γέφυρα πάνω από το ποτάμι, όπου χιλιάδες κάτοικοι είχαν "
     "συγκεντρωθεί πριν από την αυγή. Οι εργασίες διήρκεσαν τέσσερα χρόνια και κόστισαν πάνω από είκοσι "
     "εκατομμύρια ευρώ, ανακοίνωσε η περιφέρεια. Είναι γιορτή για όλους, είπε."),
    ("tr", ("cp1254",),
     "Belediye başkanı çarşamba günü nehrin üzerindeki yeni köprüyü açtı; binlerce kişi gün doğmadan önce "
     "toplanmıştı. Çalışmalar dört yıl sürdü ve yirmi milyon liradan fazlaya mal oldu, diye açıkladı valilik. "
     "Bu bütün bölge için bir bayram, dedi duygulanan yetkili ve herkese iyi şanslar diledi."),
    ("lt", ("cp1257",),
     "Meras trečiadienį atidarė naują tiltą per upę, kur dar prieš aušrą susirinko tūkstančiai gyventojų. "
     "Darbai truko ketverius metus ir kainavo daugiau kaip dvidešimt milijonų eurų, pranešė savivaldybė. Tai "
     "šventė visam kraštui, sakė susijaudinęs pareigūnas ir visiems palinkėjo sėkmės."),
    ("lv", ("cp1257",),
     "Mērs trešdien atklāja jauno tiltu pār upi, kur jau pirms rītausmas bija pulcējušies tūkstošiem "
     "iedzīvotāju. Darbi ilga četrus gadus un izmaksāja vairāk nekā divdesmit miljonus eiro, paziņoja "
     "pašvaldība. Tie ir svētki visam novadam, sacīja aizkustinātais ierēdnis un vēlēja laimi."),
    ("he", ("cp1255", "iso8859-8"),
     "ראש העיר חנך ביום רביעי את הגשר החדש מעל הנהר, שם התאספו אלפי תושבים עוד לפני עלות השחר. העבודות נמשכו "
     "ארבע שנים ועלו יותר מעשרים מיליון שקלים, כך מסר המחוז. זה חג לכל האזור, אמר הפקיד הנרגש ואיחל לכולם "
     "בהצלחה."),
    ("ar", ("cp1256", "iso8859-6"),
     "افتتح رئيس البلدية يوم الأربعاء الجسر الجديد فوق النهر حيث تجمع آلاف السكان قبل الفجر. استمرت الأعمال "
     "أربع سنوات وكلفت أكثر من عشرين مليون دينار، وفق ما أعلنت المحافظة. إنه عيد للمنطقة كلها، قال المسؤول "
     "متأثرا وتمنى للجميع التوفيق."),
    ("zh", ("gb18030",),
     "市长星期三为横跨河流的新大桥剪彩，数千名居民天还没亮就聚集在那里。省政府说，工程历时四年，耗资超过两千万"
     "元。这是整个地区的节日，这位激动的官员说，他祝愿大家一切顺利，并且希望更多的人来这里旅游。"),
    ("zh", ("big5",),
     "市長星期三為橫跨河流的新大橋剪綵，數千名居民天還沒亮就聚集在那裡。省政府說，工程歷時四年，耗資超過兩千萬"
     "元。這是整個地區的節日，這位激動的官員說，他祝願大家一切順利，並且希望更多的人來這裡旅遊。"),
    ("ja", ("cp932", "euc_jp"),
     "市長は水曜日、川に架かる新しい橋の開通式を行い、夜明け前から数千人の住民が集まった。県によると、工事は四"
     "年かかり、費用は二十億円を超えた。「地域全体のお祭りだ」と市長は感激した様子で語り、みんなの幸運を祈った"
     "。"),
    ("ko", ("cp949",),
     "시장은 수요일 강 위에 놓인 새 다리를 개통했으며 수천 명의 주민들이 새벽이 되기 전부터 모여들었다. "
     "도청에 따르면 공사는 사 년이 걸렸고 비용은 이백억 원이 넘었다. 감격한 관계자는 지역 전체의 잔치라고 "
     "말하며 모두의 행운을 빌었다."),
    ("th", ("cp874",),
     "นายกเทศมนตรีเปิดสะพานใหม่ข้ามแม่น้ำเมื่อวันพุธ โดยมีประชาชนหลายพันคนมารวมตัวกันตั้งแต่ก่อนรุ่งสาง "
     "งานก่อสร้างใช้เวลาสี่ปีและมีค่าใช้จ่ายมากกว่ายี่สิบล้านบาท จังหวัดแถลง "
     "เจ้าหน้าที่กล่าวว่านี่คืองานฉลองของทั้งภูมิภาค"),
)  # fmt: skip
"""Language, character sets, text."""
