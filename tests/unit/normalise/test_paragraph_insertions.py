"""What republishers insert, in seven languages: each is labelled in the middle of a story without other insertions."""

from __future__ import annotations

import pytest

from newswire.normalise.paragraph_kinds import label
from newswire.story import Paragraph, ParagraphKind

STORY = """The harbour was opened again on Sunday, officials said.
Ships had waited for three days in the bay.
The storm broke two of its four walls.
“We are glad,” the harbour master said.
Repairs will cost 2 million euros, the ministry said.
The next storm is expected in December.""".splitlines()

ANYWHERE = """
People are also reading…
Watch Now: How the old bridge was broken
Watch: Storm hits the coast
You must be logged in to react.
Want to see more like this?
Tags Politics France
Get the latest news from the Post, follow us on Telegram
Did you find this article insightful?
Was this article helpful?
Stay in the know
Thank you for your report!
Thanks for your feedback
GRAPHIC-Bridge closures by year: https://example.com/graphic
Click for a graphic: https://example.com/graphic
(Click here for an interactive map of the harbour: https://example.com/map)
(Graphic: https://example.com/graphic)
This advertisement has not loaded yet, but your article continues below.
Article content
Story continues below advertisement
We apologize, but this video has failed to load.
Tap here to see other videos from our team.
By signing up you consent to receive the above newsletter from the Harbour Post.
By clicking submit you agree to our terms of use
Your email address will not be published. Required fields are marked *
Be the first to comment
Leave a Reply
Create a free account to keep reading.
Join our WhatsApp channel
Add us as a preferred source on Google
Follow us on Google News
Turn on notifications for breaking stories
Get breaking news alerts in your inbox
Order reprints
Reprints
Promoted Stories
Recommended Videos
Powered by Example Software
Hot Topics
Support local journalism
Update: This Story Has Grown Since the Storm on Sunday Night

Newsletter abonnieren
Jetzt für den Newsletter anmelden
Hier geht es zum Newsletter
Lesen Sie auch: Hafen bleibt bis Montag zu
Lesen Sie dazu auch
Weiterlesen nach der Anzeige
Zur Startseite
Artikel teilen
Auf Facebook teilen
Lesedauer: 3 Minuten
Stand: 03.03.2021, 12:00 Uhr
© dpa-infocom, dpa:210301-99-000000/3
(Text: dpa)
Mit Material der dpa
Mit Agenturmaterial (dpa)
Mehr dazu: Der Hafen nach dem Sturm
Kommentar schreiben

Newsletter : Inscrivez-vous à notre lettre du matin
Passer la publicité
La suite après cette publicité
À lire aussi Le port reste fermé jusqu'à lundi
À LIRE AUSSI - Le port reste fermé
Lire aussi : Le port reste fermé
Voir aussi : Le port vu du ciel
Par Le Phare avec AFP
Le Phare avec AFP
(avec AFP)
Cet article est réservé aux abonnés
Déjà abonné ? Connectez-vous
Il vous reste 75% de cet article à lire.
Recevez chaque matin notre newsletter
Temps de lecture : 3 min
Publié le 3 mars 2021 à 12h00
Mis à jour le 03/03/2021 à 12:00
Partager sur Facebook
Réagir à cet article

Lee también: El puerto sigue cerrado
Te puede interesar: El puerto sigue cerrado
También te puede interesar
Suscríbete a nuestro boletín
Síguenos en Facebook
Continúa leyendo tras el anuncio
Comparte esta noticia
Con información de EFE
(Con información de agencias)
Más noticias
Recibe las noticias en tu correo
Este contenido es exclusivo para suscriptores
Únete a nuestro canal de WhatsApp

Leggi anche: Il porto resta chiuso
Ti potrebbe interessare
Potrebbe interessarti anche
Iscriviti alla newsletter
RIPRODUZIONE RISERVATA ©
Condividi su Facebook
Continua a leggere
Articoli correlati
Seguici su Facebook
Ultimo aggiornamento: 3 marzo 2021
Abbonati per continuare a leggere

Lees ook: De haven blijft dicht
Lees ook
Tekst gaat verder onder de foto
Artikel gaat verder onder de advertentie
Meld je aan voor onze nieuwsbrief
Volg ons op Facebook
Deel dit artikel
Bekijk ook: De haven van boven

Läs också: Hamnen förblir stängd
Läs mer: Hamnen förblir stängd
Artikeln fortsätter under annonsen
Prenumerera på vårt nyhetsbrev
Följ oss på Facebook
Dela artikeln
Missa inte: Hamnen från ovan
""".splitlines()

AT_THE_END = """
- Bernama
— Antara
Agence Belga
Bron: ANP
Foto: TT
Quelle: dpa
Fonte: Ansa
Fuente: EFE
(dpa/lno)
Themen: Hafen, Sturm
Topics: harbour, storm

Read more: Harbour master tells of the night the bridge broke
READ NEXT: Harbour master tells of the night
Related Articles
Related Topics: harbour storm
MORE FROM HARBOUR POST
Recommended for you
You May Also Like
Trending Now
Latest News
Advertisement
Story continues after the ad
SCROLL TO CONTINUE WITH CONTENT
Sign up for The Morning Harbour newsletter
Get the day's top stories in your inbox
Enter your email address to subscribe
Download our app
Click here for the latest headlines
Click here to sign up for our newsletter.
CLICK HERE TO GET THE HARBOUR NEWS APP
Follow us on X, Facebook and Instagram
Follow @harbourpost on Twitter
Join the conversation
View Comments
Leave a comment
Submit a letter to the editor
Copyright 2024 The Associated Press. All rights reserved.
Copyright 2024 Harbour Media, LLC. All rights reserved. This material may not be published, broadcast, or rewritten.
© 2024 Harbour Post
The-CNN-Wire
™ & © 2024 Cable News Network, Inc., a Warner Bros. Discovery Company. All rights reserved.
(This story has not been edited by Harbour staff and is auto-generated from a syndicated feed.)
Published By: Ann Example
First Published: March 3, 2021, 12:00 IST
Edited by: Ann Example
Reporting by Ann Example in Oslo; Additional reporting by Bob Example; Editing by Carl Example and Dora Example
(Reporting by Ann Example and the Oslo newsroom; Editing by Bob Example)
Our Standards: The Thomson Reuters Trust Principles.
AP writers Ann Example in Oslo and Bob Example in Rome contributed to this report.
Associated Press writer Ann Example contributed.
This article was originally published on Harbour Post.
This story was originally published March 3, 2021, 5:00 AM.
The post Harbour opens again appeared first on Harbour Post.
The Associated Press contributed to this report.
With files from The Canadian Press
— With files from Ann Example
- with inputs from PTI
(With inputs from agencies)
(PTI)
Agencies
Photo: Ann Example / Harbour Post
(Photo by Ann Example/Getty Images)
FILE - Ships wait outside the harbour, March 3, 2021. (AP Photo/Ann Example, File)
Support our journalism
Support our work with a donation.
Your tax-deductible gift supports independent journalism.
Do you have a story tip? Email tips@example.com
Spotted a typo? Let us know.
Report a typo
Editors' picks
Sponsored content
Listen to this article
5 min read
Share
Share this article
Share on Facebook
Print
Comments
Back to top
Lesen Sie mehr zum Thema
Mehr zum Thema: Hafen
Das könnte Sie auch interessieren
Artikel wird nach der Anzeige fortgesetzt
Newsletter bestellen
Folgen Sie uns auf Facebook
dpa-infocom
(dpa)
Quelle: ntv.de, dpa
Quelle: dpa/lno
Publié le 03/03/2021 à 12:00
Lire aussi
Abonnez-vous à notre newsletter
Suivez-nous sur Facebook
Avec AFP
(AFP)
Partager
Tous droits réservés
Par Ann Example
Suscríbete a nuestro newsletter gratis
Síguenos en Twitter
Lea también
Con información de AFP
Todos los derechos reservados
Leggi anche
© Riproduzione riservata
Condividi
Seguici su Twitter
Fonte: Ansa
Lees meer
Lees meer: Haven blijft dicht
Schrijf je in voor de nieuwsbrief
Deel op Facebook
Advertentie
Läs även
Annons
Följ oss på Instagram
Foto: Ann Example/TT
TT
""".splitlines()


def _kind(texts: list[str], at: int) -> ParagraphKind:
    labelled = label([Paragraph(text=text) for text in texts])
    assert all(paragraph.kind is ParagraphKind.BODY for paragraph in [*labelled[:at], *labelled[at + 1 :]])
    return labelled[at].kind


@pytest.mark.parametrize("line", [line for line in ANYWHERE if line])
def test_an_insertion_is_labelled(line: str) -> None:
    assert _kind([*STORY[:3], line, *STORY[3:]], 3) is not ParagraphKind.BODY


@pytest.mark.parametrize("line", [line for line in AT_THE_END if line])
def test_an_insertion_is_labelled_at_the_end(line: str) -> None:
    assert _kind([*STORY, line], len(STORY)) is not ParagraphKind.BODY
