"""Invented furniture of news sites, and the invented lines of stories that recur without being furniture."""

from __future__ import annotations

import random

TITLES = ("Gazette", "Courier", "Herald", "Observer", "Daily", "Ledger", "Post")

SECTIONS = [
    "News",
    "Local",
    "Politics",
    "Business",
    "Money",
    "Sport",
    "Football",
    "Culture",
    "Opinion",
    "Science",
    "Health",
    "Travel",
    "Food",
    "Weather",
    "Courts",
    "Education",
    "Harbour Life",
    "Weekend",
]

MENU = [
    "Skip to content",
    "Open menu",
    "Search",
    "Subscribe",
    "Log in",
    "My account",
    "E-paper",
    "Newsletters",
    "Podcasts",
    "Jobs",
    "Obituaries",
    "Puzzles",
    "Events",
    "Letters",
    "Live radio",
    "Notices",
]

FOOTER = [
    "About us",
    "Contact",
    "Terms of use",
    "Privacy",
    "Cookie settings",
    "Advertise with us",
    "Work with us",
    "Complaints",
    "Archive",
    "Help centre",
    "Back to top",
    "Download our app",
    "Imprint",
    "This site is part of a group of regional papers and is bound by the code of its press council.",
    "All prices include tax. Delivery areas and times may change; see the help pages for the current list.",
]

COPYRIGHT = "© 2024 {site}. All rights reserved. Nothing on this page may be copied without written permission."

SHARE = ["Share", "Copy link", "Print", "Save for later", "Email", "Listen to this article", "Gift this article"]

PROMPTS = [
    "Get the morning letter of {site}: the five stories that matter, in your inbox before seven.",
    "Sign up",
    "Enter your email address",
    "You have read your free stories for this month. Support {site} from two crowns a week.",
    "We use cookies to measure how our pages are read. You can change your choice at any time in the settings.",
    "Advertisement",
    "Become a member and read without advertising. Members also get the weekend supplement at their door.",
    "Already a subscriber? Log in",
    "Thank you for reading {site}. Register for free to keep reading.",
    "Article continues below",
]

ENDINGS = [
    "Do you know more about this story? Write to the newsroom of {site} at desk@{site}.example in confidence.",
    "Follow {site} for updates through the day, and tell us what you think of our coverage.",
    "This story was produced by the local reporting desk of {site}, which is paid for by its readers.",
]

WEATHER = (
    "Sunrise and sunset times are given for the capital; on the coast both come about four minutes later.",
    "Gusts on the bridges can be twice as strong as in the valley, and drivers of high vehicles should wait.",
)

APPEALS = (
    "Anyone who saw the incident is asked to call the county police, who are also looking for video recordings.",
    "Witnesses should speak to the officers at the harbour station or leave a message on the night line.",
)

IN_STORY = (
    "The figures could not be verified independently.",
    "The two sides give different accounts of what was agreed, and no minutes of the meeting were kept.",
)

HEADINGS = [
    "What happens next",
    "The background",
    "How we got here",
    "What the numbers say",
    "A long wait",
    "The other side",
]

_BIOGRAPHIES = (
    "{author} has covered the courts and the county council for {site} since 2011.",
    "{author} is a reporter for {site}. She writes about schools, water and the people who look after both.",
    "{author} edits the weekend pages of {site} and keeps bees.",
)


def biography(rng: random.Random, author: str, site: str) -> str:
    """The line about an author at the end of a story."""
    return rng.choice(_BIOGRAPHIES).format(author=author, site=site)
