"""Where a learner is led: to the work itself, never to a mirror, a blog or a company."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

HOSTS = """
    action-on-pre-eclampsia.org.uk ashpublications.org bestpractice.bmj.com
    bmcmusculoskeletdisord.biomedcentral.com boneandjoint.org.uk cuh.nhs.uk
    doaj.org doi.org dspace.tbzmed.ac.ir ec.bioscientifica.com ejmr.journals.ekb.eg
    elearning.rcgp.org.uk elht.nhs.uk endocrine-abstracts.org extranet.who.int
    gettingitrightfirsttime.co.uk hal.univ-brest.fr healthed.govt.nz hexi.ox.ac.uk hqip.org.uk
    iris.who.int isrctn.com jcs.tbzmed.ac.ir jhrlmc.com jims.mui.ac.ir
    journals.viamedica.pl kclpure.kcl.ac.uk kemh.health.wa.gov.au mayoclinic.pure.elsevier.com
    medscidiscovery.com nct.org.uk nias.hscni.net nidirect.gov.uk njcponline.com
    northeast.devonformularyguidance.nhs.uk npeu-webpublic.ndph.ox.ac.uk obgyn.onlinelibrary.wiley.com
    onlinelibrary.wiley.com openorthopaedicsjournal.com pmc.ncbi.nlm.nih.gov pn.bmj.com
    pubmed.ncbi.nlm.nih.gov resources.wfsahq.org rightdecisions.scot.nhs.uk scholars.duke.edu seejph.com
    southwest.devonformularyguidance.nhs.uk thrombosisjournal.biomedcentral.com thrombosisuk.org
    uktis.org www.ajog.org www.bfr.bund.de www.bmj.com www.boa.ac.uk www.cardiomyopathy.org
    www.clinicaltrials.gov www.efsa.europa.eu www.equalityni.org www.gov.uk www.healthlinkbc.ca
    www.hindawi.com www.ingentaconnect.com www.jogc.com www.nature.com www.ncbi.nlm.nih.gov
    www.ndph.ox.ac.uk www.nhs.uk www.nice.org.uk www.open.edu www.rcog.org.uk www.rcpjournals.org
    www.rcplondon.ac.uk www.royaldevon.nhs.uk www.scielo.br
    www.tommys.org www.who.int www2.hse.ie
"""
"""Publishers, registers, libraries, colleges and health services whose own pages these are."""


def test_an_address_leads_to_the_work_itself(shipped):
    allowed = set(HOSTS.split())
    elsewhere = {
        source.source_id: source.url
        for source in shipped.sources.values()
        if source.url and urlsplit(source.url).hostname not in allowed
    }
    assert elsewhere == {}


def test_no_host_is_allowed_that_nobody_needs(shipped):
    used = {urlsplit(source.url).hostname for source in shipped.sources.values() if source.url}
    assert set(HOSTS.split()) == used


def test_an_address_is_an_address(shipped):
    for source in shipped.sources.values():
        for address in (source.url, source.read_at):
            assert not address or re.fullmatch(r"https?://\S+", address), source.source_id


def test_no_address_can_be_changed_on_its_way_to_a_learner(shipped):
    assert not [s.source_id for s in shipped.sources.values() if s.url.startswith("http:")]


def test_a_source_without_an_address_says_where_to_look(shipped):
    """Ours aside: a year, a journal, a guideline number or a publisher stands in the citation."""
    for source in shipped.sources.values():
        if not source.url and source.source_id not in ("EXPERT", "SEED", "GK_CHECK"):
            assert len(source.citation.split()) >= 4, source.source_id


def test_no_infant_formula_company_is_a_source(shipped):
    names = re.compile(r"wyeth|nestl|danone|aptamil|similac|enfamil|nutricia", re.IGNORECASE)
    for source in shipped.sources.values():
        assert not names.search(source.citation), source.source_id
        assert not names.search(source.url), source.source_id


def test_where_a_text_was_read_is_not_shown_to_a_learner(shipped):
    from crampkit.views.lesson.lesson import sources_of_lesson
    from crampkit.words import Words

    words = Words(shipped.text)
    mirrors = [s.read_at for s in shipped.sources.values() if s.read_at and s.read_at != s.url]
    for lesson_id in shipped.lessons:
        html = sources_of_lesson(shipped, lesson_id, words)
        assert not [address for address in mirrors if f'"{address}"' in html]
