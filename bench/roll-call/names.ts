/** A given or family name: in Latin letters, in its own script where that is another, and the short forms people use for it. */
export interface Name {
  latin: string;
  native: string | undefined;
  short: string[];
}

/** The names of one language. */
export interface Language {
  given: Name[];
  family: Name[];
}

/**
 * Common given and family names of 18 languages; no specific people. Written `Latin=native:Short,Short`. Spelled as usual in each
 * language, and written down apart from the matcher's own tables.
 */
const languages: Record<string, [given: string, family: string]> = {
  english: [
    'James:Jim,Jimmy|Mary:Molly,Polly|Robert:Bob,Rob,Bobby|Patricia:Pat,Trish|John:Jack,Johnny|Jennifer:Jen,Jenny|Michael:Mike,Mick|Linda|William:Bill,Will|Elizabeth:Liz,Beth,Betty|David:Dave|Barbara:Barb|Richard:Dick,Rick|Susan:Sue|Joseph:Joe|Jessica:Jess|Thomas:Tom|Sarah:Sally|Christopher:Chris,Kit|Karen|Daniel:Dan|Margaret:Maggie,Peggy|Matthew:Matt|Jon|Steven:Steve|Stephen:Steve|Alexander:Alex,Sandy|Alexandra:Alex,Sandra|Samuel:Sam|Samantha:Sam|Nicholas:Nick|Bob|Jack|Alex|Kate|Ben|Max|Harry|Sophie|Katherine:Kate,Kathy',
    "Smith|Johnson|Williams|Brown|Jones|Miller|Davis|Wilson|Anderson|Taylor|Thomas|Moore|Martin|Jackson|Thompson|White|Harris|Clark|Lewis|Robinson|Walker|Young|Allen|King|Wright|Scott|Hill|Green|Adams|Baker|Nelson|Carter|Mitchell|Roberts|Turner|Phillips|Campbell|Parker|Evans|Edwards|Collins|Stewart|Morris|Murphy|Cook|Rogers|Reid|Reed|O'Brien|O'Connor|McDonald|Smyth|Clarke|Stephens|Stevens|Lee|Park|Young",
  ],
  german: [
    'Jürgen:Jogi|Günther|Björn|Jörg|Käthe|Hans:Hansi|Johannes:Hannes|Katharina:Kathi|Elisabeth:Lisa,Sissi|Wolfgang:Wolfi|Friedrich:Fritz|Sebastian:Basti|Maximilian:Max|Ulrich:Uli|Ursula:Uschi|Matthias:Matze|Stefan:Steff|Stephan|Christian:Chris|Christiane:Chris|Heike|Anke|Antje|Jens|Uwe|Renate|Anna|Anne|Marie|Maria|Lena|Helena:Lena|Magdalena:Lena',
    'Müller|Schmidt|Schmitt|Schmitz|Schneider|Fischer|Weber|Meyer|Meier|Maier|Wagner|Becker|Schulz|Schulze|Hoffmann|Hofmann|Schäfer|Koch|Bauer|Richter|Klein|Wolf|Schröder|Neumann|Schwarz|Zimmermann|Braun|Krüger|Hartmann|Lange|Krause|Lehmann|Köhler|Maurer|Böhm|Groß|Weiß|Peters|Peter|Jäger|von der Heide',
  ],
  spanish: [
    'José:Pepe|Francisco:Paco,Pancho|Ignacio:Nacho|Jesús:Chuy|Manuel:Manolo|Rosario:Charo|Dolores:Lola|Guadalupe:Lupe|María José:Marijose|Juan Carlos|Ana|Lucía|Sofía:Sofi|Martín|Álvaro|Íñigo|Begoña|Iñaki|Andrés|Ángel|Inés|Raúl|Óscar|Javier:Javi|Santiago:Santi|Isabel:Isa|Alejandro:Alex|Alejandra:Alex|Enrique:Quique|Elena|Elisa|Elías',
    'García|González|Gonzales|Rodríguez|Fernández|López|Martínez|Sánchez|Pérez|Gómez|Martín|Jiménez|Ruiz|Hernández|Díaz|Moreno|Muñoz|Álvarez|Romero|Alonso|Gutiérrez|Navarro|Torres|Domínguez|Vázquez|Ramos|Gil|Ramírez|Serrano|Blanco|García López|Ramón y Cajal|Ortega y Gasset',
  ],
  portuguese: [
    'João:Joca|Maria:Mia|Ana|António:Tó|Francisco:Chico|José:Zé|Beatriz:Bia|Inês|Luís|Conceição:São|Gonçalo|Tomás|Thiago|Tiago|Rafael:Rafa|Eduardo:Edu,Dudu|Fernanda:Nanda|Juliana:Ju|Letícia:Lê|Vinícius:Vini|Ana Paula|Ana Maria|João Pedro',
    'Silva|Santos|Ferreira|Pereira|Oliveira|Costa|Rodrigues|Martins|Jesus|Sousa|Souza|Fernandes|Gonçalves|Gomes|Lopes|Marques|Alves|Almeida|Ribeiro|Pinto|Carvalho|Teixeira|Moreira|Correia|Mendes|Nunes|Soares|Vieira|Costa e Silva|dos Santos|da Silva|Araújo|Conceição',
  ],
  french: [
    'Jean|Jean-Luc|Jean-Pierre|Marie|Marie-Claire|Anne-Sophie|François|Françoise|Étienne|Hélène|Zoé|Chloé|Loïc|Anaïs|Benoît|Cédric|Geneviève|Guillaume:Gui|Antoine:Toine|Philippe:Phil|Alexandre:Alex|Alexandra:Alex|Nicolas:Nico|Nicole|Frédéric:Fred|Frédérique:Fred|Théo|Théodore:Théo|Michel|Michèle|Noël|Noëlle',
    "Martin|Bernard|Dubois|Durand|Moreau|Laurent|Simon|Michel|Lefèvre|Lefebvre|Leroy|Roux|Bertrand|Morel|Fournier|Girard|Bonnet|Dupont|Dupond|Lambert|Fontaine|Rousseau|Vincent|Muller|Faure|André|Mercier|Blanc|Guérin|Boyer|Garnier|Chevalier|D'Angelo|de La Tour|Le Goff|Legoff",
  ],
  italian: [
    'Giuseppe:Beppe,Pino|Giovanni:Gianni|Francesco:Franco|Francesca:Franca|Salvatore:Totò|Alessandro:Sandro|Alessandra:Sandra|Lorenzo:Renzo|Vincenzo:Enzo|Luigi:Gigi|Andrea|Nicolò|Niccolò|Matteo|Chiara|Giulia|Giulio|Paola|Paolo|Elena|Anna Maria|Annamaria|Maria Teresa|Davide|Daniele|Daniela|Michele|Simone',
    "Rossi|Russo|Ferrari|Esposito|Bianchi|Romano|Colombo|Ricci|Marino|Greco|Bruno|Gallo|Conti|De Luca|Deluca|Mancini|Costa|Giordano|Rizzo|Lombardi|Moretti|Barbieri|Fontana|Santoro|Mariani|Rinaldi|Caruso|Ferrara|Galli|Martini|D'Amico|Di Stefano|Rosso|Neri",
  ],
  polish: [
    'Małgorzata:Gosia|Katarzyna:Kasia|Agnieszka:Aga|Zofia:Zosia|Joanna:Asia|Magdalena:Magda|Aleksandra:Ola|Łukasz|Grzegorz:Grześ|Krzysztof:Krzysiek|Tomasz:Tomek|Wojciech:Wojtek|Stanisław:Staszek|Michał|Paweł|Rafał|Bożena|Jarosław:Jarek|Ewa|Anna:Ania|Jan:Janek|Jakub:Kuba',
    'Nowak|Kowalski|Kowalska|Wiśniewski|Wiśniewska|Wójcik|Kowalczyk|Kamiński|Kamińska|Lewandowski|Zieliński|Szymański|Woźniak|Dąbrowski|Kozłowski|Jankowski|Mazur|Krawczyk|Piotrowski|Grabowski|Zając|Pawłowski|Michalski|Król|Wróbel|Żółć|Jabłoński',
  ],
  turkish: [
    'Mehmet|Mustafa:Musti|Ayşe|Fatma|İbrahim:İbo|İnci|Işıl|Çiğdem|Gökhan|Gülşen|Özlem|Şebnem|Tuğba|Yiğit|Zeynep|Ömer|Ümit|Kıvanç|Elif|Emre|Emine|Deniz|Can|Cem',
    'Yılmaz|Kaya|Demir|Çelik|Şahin|Yıldız|Yıldırım|Öztürk|Aydın|Özdemir|Arslan|Aslan|Doğan|Kılıç|Çetin|Kara|Koç|Kurt|Özkan|Şimşek|Işık|Güneş|Aksoy|Erdoğan',
  ],
  nordic: [
    'Søren|Jørgen|Bjørn|Björn|Åsa|Åse|Øyvind|Märta|Göran|Sören|Anders|Andreas|Andrea|Lars|Lasse|Niels|Nils|Kjell|Inger|Ingrid|Karin|Karen|Mette|Jens|Päivi|Jukka|Väinö|Þór|Guðrún|Sigríður|Elisabeth:Lisbeth|Margrethe:Grete|Magnus|Håkon|Haakon',
    'Hansen|Hanson|Hansson|Johansen|Johansson|Olsen|Olsson|Larsen|Larsson|Andersen|Andersson|Pedersen|Petersen|Nielsen|Nilsen|Nilsson|Kristiansen|Christiansen|Jensen|Jönsson|Sørensen|Rasmussen|Jørgensen|Møller|Lindström|Bergström|Åberg|Öberg|Østergaard|Mäkinen|Virtanen|Nieminen|Jónsson|Jónsdóttir',
  ],
  czech: [
    'Jiří:Jirka|Jan:Honza|Tomáš|Petr|Pavel|Lukáš|Ondřej|Zdeněk|Václav:Vašek|František:Franta|Marie|Jana|Eva|Hana|Anna|Lenka|Kateřina:Katka|Věra|Alena|Zuzana|Žaneta|Štěpán|Matěj|Šárka|Růžena',
    'Novák|Nováková|Svoboda|Svobodová|Novotný|Novotná|Dvořák|Dvořáková|Černý|Černá|Procházka|Kučera|Veselý|Horák|Němec|Pokorný|Marek|Pospíšil|Hájek|Král|Jelínek|Růžička|Beneš|Fiala|Šťastný|Říha|Žák',
  ],
  vietnamese: [
    'Văn An|Thị Hoa|Minh Đức|Thu Hà|Quốc Bảo|Ngọc Anh|Thanh Tùng|Hữu Phước|Thùy Linh|Hoàng Long|Thị Lan|Văn Ân|Bích Ngọc|Đình Huy|Kim Chi|Xuân Mai',
    'Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý',
  ],
  indian: [
    'Aarav|Priya|Rahul|Anita|Sunita|Sanjay|Vijay|Ajay|Deepak|Pooja|Rajesh:Raj|Rajendra:Raj|Lakshmi|Krishna|Arjun|Kavita|Meena|Suresh|Ramesh|Mahesh|Nisha|Divya|Rohit|Mohit',
    'Sharma|Verma|Gupta|Singh|Kumar|Patel|Shah|Mehta|Reddy|Rao|Nair|Menon|Iyer|Iyengar|Das|Dash|Bose|Ghosh|Chatterjee|Mukherjee|Banerjee|Joshi|Desai|Naidu|Md Rahman',
  ],
  russian: [
    'Aleksandr=Александр:Sasha|Aleksandra=Александра:Sasha|Dmitry=Дмитрий:Dima|Dmitri=Дмитрий:Mitya|Sergey=Сергей:Seryozha|Sergei=Сергей|Mikhail=Михаил:Misha|Ivan=Иван:Vanya|Nikolai=Николай:Kolya|Vladimir=Владимир:Vova|Yulia=Юлия:Yulya|Julia=Юлия|Ekaterina=Екатерина:Katya|Yekaterina=Екатерина|Tatiana=Татьяна:Tanya|Natalia=Наталья:Natasha|Natalya=Наталья|Olga=Ольга:Olya|Elena=Елена:Lena|Alexey=Алексей:Lyosha|Aleksei=Алексей|Maria=Мария:Masha|Marya=Марья|Yana=Яна|Anna=Анна:Anya|Yuri=Юрий:Yura|Igor=Игорь|Evgeny=Евгений:Zhenya|Evgenia=Евгения:Zhenya|Darya=Дарья:Dasha|Ksenia=Ксения|Pyotr=Пётр|Fyodor=Фёдор',
    'Ivanov=Иванов|Ivanova=Иванова|Smirnov=Смирнов|Smirnova=Смирнова|Kuznetsov=Кузнецов|Popov=Попов|Vasiliev=Васильев|Vasilev=Василев|Petrov=Петров|Petrova=Петрова|Sokolov=Соколов|Mikhailov=Михайлов|Novikov=Новиков|Fedorov=Фёдоров|Morozov=Морозов|Volkov=Волков|Alekseev=Алексеев|Lebedev=Лебедев|Semenov=Семёнов|Egorov=Егоров|Pavlov=Павлов|Kozlov=Козлов|Stepanov=Степанов|Nikolaev=Николаев|Shcherbakov=Щербаков|Shcherbakova=Щербакова|Zhukov=Жуков|Tsvetkov=Цветков|Khabarov=Хабаров|Bykov=Быков|Tchaikovsky=Чайковский|Malyshev=Малышев',
  ],
  greek: [
    'Giorgos=Γιώργος|Georgios=Γεώργιος:Giorgos|Ioannis=Ιωάννης:Giannis|Maria=Μαρία|Eleni=Ελένη|Katerina=Κατερίνα|Konstantinos=Κωνσταντίνος:Kostas|Dimitris=Δημήτρης|Nikos=Νίκος|Christos=Χρήστος|Sofia=Σοφία|Vasiliki=Βασιλική:Vaso|Panagiotis=Παναγιώτης:Panos|Evangelia=Ευαγγελία:Litsa|Athanasios=Αθανάσιος:Thanasis|Xenia=Ξένια|Anna=Άννα|Irini=Ειρήνη|Despina=Δέσποινα',
    'Papadopoulos=Παπαδόπουλος|Papadopoulou=Παπαδοπούλου|Georgiou=Γεωργίου|Ioannidis=Ιωαννίδης|Nikolaidis=Νικολαΐδης|Dimitriou=Δημητρίου|Konstantinou=Κωνσταντίνου|Vlachos=Βλάχος|Makris=Μακρής|Angelopoulos=Αγγελόπουλος|Christodoulou=Χριστοδούλου|Karagiannis=Καραγιάννης|Economou=Οικονόμου|Bakalis=Μπακάλης|Theodorou=Θεοδώρου|Raptis=Ράπτης|Samaras=Σαμαράς',
  ],
  arabic: [
    'Mohammed=محمد:Mo|Ahmed=أحمد|Mahmoud=محمود|Hamid=حامد|Khaled=خالد|Khalid=خالد|Yousef=يوسف|Ibrahim=إبراهيم|Omar=عمر|Amr=عمرو|Ali=علي|Hassan=حسن|Hussein=حسين|Fatima=فاطمة|Aisha=عائشة|Maryam=مريم|Layla=ليلى|Noor=نور|Zainab=زينب|Hoda=هدى',
    'Hassan=حسن|Hussein=حسين|Ali=علي|Ibrahim=إبراهيم|Saleh=صالح|Salah=صلاح|Mansour=منصور|Nasser=ناصر|Haddad=حداد|Khoury=خوري|Najjar=نجار|Mustafa=مصطفى|El-Sayed=السيد|Al-Masri=المصري|Abdullah=عبدالله|Farouk=فاروق|Osman=عثمان',
  ],
  chinese: [
    'Wei=伟|Wei=薇|Wei=伟|Fang=芳|Fang=方|Na=娜|Xiuying=秀英|Min=敏|Jing=静|Lei=磊|Qiang=强|Jun=军|Yang=洋|Yan=艳|Yong=勇|Jie=杰|Juan=娟|Tao=涛|Ming=明|Chao=超|Xia=霞|Ping=平|Gang=刚|Guiying=桂英|Xiaoming=晓明|Zihan=子涵',
    'Wang=王|Li=李|Zhang=张|Liu=刘|Chen=陈|Yang=杨|Huang=黄|Zhao=赵|Wu=吴|Zhou=周|Xu=徐|Sun=孙|Ma=马|Zhu=朱|Hu=胡|Guo=郭|He=何|Gao=高|Lin=林|Luo=罗|Zheng=郑|Liang=梁|Xie=谢|Song=宋|Tang=唐|Ouyang=欧阳|Zeng=曾',
  ],
  japanese: [
    'Yuko=ゆうこ|Haruka=はるか|Sakura=さくら|Hiroshi=ひろし|Kenji=けんじ|Takashi=たかし|Akira=あきら|Naoko=なおこ|Yumi=ゆみ|Kaori=かおり|Shota=しょうた|Kyoko=きょうこ|Kiyoko=きよこ|Yoko=ようこ|Jun=じゅん|Ryo=りょう|Shinichi=しんいち|Tomoko=ともこ|Makoto=まこと',
    'Sato=さとう|Suzuki=すずき|Takahashi=たかはし|Tanaka=たなか|Watanabe=わたなべ|Ito=いとう|Yamamoto=やまもと|Nakamura=なかむら|Kobayashi=こばやし|Kato=かとう|Yoshida=よしだ|Yamada=やまだ|Sasaki=ささき|Ono=おの|Ono=おおの|Matsumoto=まつもと|Inoue=いのうえ|Kimura=きむら|Hayashi=はやし|Shimizu=しみず',
  ],
  korean: [
    'Min-jun=민준|Minjun=민준|Seo-yeon=서연|Ji-young=지영|Jiyoung=지영|Ji-yong=지용|Hyun-woo=현우|Tae-hyun=태현|Dae-hyun=대현|Eun-ji=은지|Su-jin=수진|Soo-jin=수진|Young-ho=영호|Jae-won=재원|Min-seo=민서|Ye-jin=예진|Dong-hyun=동현|Ha-eun=하은|Sung-min=성민|Kyung-soo=경수',
    'Kim=김|Lee=이|Park=박|Choi=최|Jung=정|Jeong=정|Kang=강|Cho=조|Yoon=윤|Jang=장|Lim=임|Han=한|Oh=오|Seo=서|Shin=신|Kwon=권|Hwang=황|Ahn=안|Song=송|Hong=홍',
  ],
};

function nameOf(written: string): Name {
  const [spelled = '', short = ''] = written.split(':');
  const [latin = '', native] = spelled.split('=');
  return { latin, native, short: short === '' ? [] : short.split(',') };
}

/** The lists, read. */
export const LANGUAGES: readonly Language[] = Object.values(languages).map(([given, family]) => ({
  given: given.split('|').map(nameOf),
  family: family.split('|').map(nameOf),
}));
