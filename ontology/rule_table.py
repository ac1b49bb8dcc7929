"""The rules of the shapes that hold for one item. Generated: see `generate.py`."""

SUPERCLASSES: dict[str, tuple[str, ...]] = {
    'Claim': ('Statement',),
    'Conflict': ('Relation',),
    'Counterargument': ('Claim', 'Statement'),
    'Evidence': ('Statement',),
    'Group': ('Actor',),
    'Inference': ('Relation',),
    'Organization': ('Actor',),
    'Person': ('Actor',),
    'Rebuttal': ('Claim', 'Statement'),
    'Rephrase': ('Relation',),
    'State': ('Actor',),
    'Thesis': ('Claim', 'Statement'),
}

PROPERTY_RULES: dict[str, tuple[tuple[str, str, int, int | None, int, int | None, tuple[str, ...], str, str], ...]] = {
    'Actor': (
        ('title', 'http://www.w3.org/2000/01/rdf-schema#label', 1, None, 1, 60, (), '', 'Needs one short title per language, of 1 to 60 characters and with its language: rdfs:label "…"@en.'),
    ),
    'ArgumentPart': (
        ('termDefinition', 'http://www.w3.org/2000/01/rdf-schema#comment', 1, 1, 0, None, (), '', 'Needs a definition: rdfs:comment "…"@en.'),
        ('termLabel', 'http://www.w3.org/2000/01/rdf-schema#label', 1, 1, 0, None, (), '', 'Needs a label: rdfs:label "…"@en.'),
    ),
    'ArgumentScheme': (
        ('conceptDefinition', 'http://www.w3.org/2004/02/skos/core#definition', 1, None, 10, None, (), '', 'Needs a definition in a sentence: skos:definition "…"@en.'),
        ('conceptScheme', 'http://www.w3.org/2004/02/skos/core#inScheme', 1, None, 0, None, (), '', 'Needs the scheme that it belongs to: skos:inScheme <…>.'),
        ('conceptLabel', 'http://www.w3.org/2004/02/skos/core#prefLabel', 1, None, 0, None, (), '', 'Needs one name per language: skos:prefLabel "…"@en.'),
        ('ArgumentScheme', 'https://w3id.org/claimatlas/ontology#criticalQuestion', 1, None, 0, None, (), '', 'Needs at least one critical question that tests an argument of this scheme: ca:criticalQuestion.'),
    ),
    'Assessment': (
        ('Assessment', 'http://www.w3.org/ns/prov#generatedAtTime', 1, 1, 0, None, (), '', 'Needs when it was worked out: prov:generatedAtTime with an xsd:dateTime.'),
        ('Assessment', 'http://www.w3.org/ns/prov#wasDerivedFrom', 1, 1, 0, None, (), '', 'Needs the state of the store that it is of: prov:wasDerivedFrom with the last contribution.'),
        ('Assessment', 'https://w3id.org/claimatlas/ontology#proofStandard', 1, 1, 0, None, ('https://w3id.org/claimatlas/ontology#defaultReading', 'https://w3id.org/claimatlas/ontology#strictReading', 'https://w3id.org/claimatlas/ontology#balancedReading'), '', 'Needs the one proof standard that it was worked out under: ca:defaultReading, ca:strictReading or ca:balancedReading.'),
    ),
    'Basis': (
        ('termDefinition', 'http://www.w3.org/2000/01/rdf-schema#comment', 1, 1, 0, None, (), '', 'Needs a definition: rdfs:comment "…"@en.'),
        ('termLabel', 'http://www.w3.org/2000/01/rdf-schema#label', 1, 1, 0, None, (), '', 'Needs a label: rdfs:label "…"@en.'),
    ),
    'Change': (
        ('Change', 'http://www.w3.org/ns/prov#wasGeneratedBy', 1, 1, 0, None, (), '', 'Needs the one contribution that it is part of: prov:wasGeneratedBy.'),
        ('Change', 'https://w3id.org/claimatlas/ontology#changes', 1, None, 0, None, (), '', 'Needs at least one item that it changes: ca:changes.'),
    ),
    'Commitment': (
        ('termDefinition', 'http://www.w3.org/2000/01/rdf-schema#comment', 1, 1, 0, None, (), '', 'Needs a definition: rdfs:comment "…"@en.'),
        ('termLabel', 'http://www.w3.org/2000/01/rdf-schema#label', 1, 1, 0, None, (), '', 'Needs a label: rdfs:label "…"@en.'),
    ),
    'Conflict': (
        ('Conflict', 'https://w3id.org/claimatlas/ontology#attacked', 1, 1, 0, None, (), '', 'Needs exactly one thing that is attacked, a statement or a relation between statements of the store: ca:attacked, then its id.'),
        ('Conflict', 'https://w3id.org/claimatlas/ontology#attacker', 1, 1, 0, None, (), '', 'Needs exactly one attacker, a statement of the store: ca:attacker, then its id.'),
    ),
    'Contribution': (
        ('Contribution', 'http://www.w3.org/ns/prov#endedAtTime', 1, 1, 0, None, (), '', 'Needs when it was made: prov:endedAtTime with an xsd:dateTime.'),
        ('Contribution', 'http://www.w3.org/ns/prov#wasAssociatedWith', 1, None, 0, None, (), '', 'Needs who made it: prov:wasAssociatedWith.'),
        ('Contribution', 'https://w3id.org/claimatlas/ontology#message', 1, 1, 0, None, (), '', 'Needs why it was made, in a few words: ca:message "…".'),
    ),
    'CriticalQuestion': (
        ('CriticalQuestion', 'https://schema.org/position', 1, 1, 0, None, (), '', 'Needs its place among the questions of its scheme, from 1: schema:position.'),
        ('fullText', 'https://schema.org/text', 1, None, 1, 10000, (), '', 'Needs its full text, of 1 to 10,000 characters and with its language: schema:text "…"@en.'),
        ('CriticalQuestion', 'https://w3id.org/claimatlas/ontology#challenges', 1, 1, 0, None, ('https://w3id.org/claimatlas/ontology#thePremises', 'https://w3id.org/claimatlas/ontology#theInference', 'https://w3id.org/claimatlas/ontology#theConclusion'), '', 'Needs the part of the argument that a bad answer hits: ca:challenges ca:thePremises, ca:theInference or ca:theConclusion.'),
    ),
    'FingerprintSelector': (
        ('FingerprintSelector', 'https://w3id.org/claimatlas/ontology#digest', 1, 1, 0, None, (), '', 'Needs the digest of the whole passage, 32 hexadecimal digits: ca:digest. Make the anchors anew.'),
        ('FingerprintSelector', 'https://w3id.org/claimatlas/ontology#firstWords', 1, 1, 0, None, (), '', 'Needs the digest of its first words, 16 hexadecimal digits: ca:firstWords. Make the anchors anew.'),
        ('FingerprintSelector', 'https://w3id.org/claimatlas/ontology#lastWords', 1, 1, 0, None, (), '', 'Needs the digest of its last words, 16 hexadecimal digits: ca:lastWords. Make the anchors anew.'),
        ('FingerprintSelector', 'https://w3id.org/claimatlas/ontology#wordCount', 1, 1, 0, None, (), '', 'Needs how many words the passage has: ca:wordCount.'),
    ),
    'ImportedFile': (
        ('ImportedFile', 'http://purl.org/dc/terms/format', 1, 1, 0, None, (), '', 'Needs the name of its format: dcterms:format "aif", for one.'),
        ('ImportedFile', 'http://purl.org/dc/terms/title', 1, None, 0, None, (), '', 'Needs its title or name: dcterms:title "…"@en.'),
    ),
    'Inference': (
        ('Inference', 'https://w3id.org/claimatlas/ontology#conclusion', 1, 1, 0, None, (), 'https://w3id.org/claimatlas/ontology#premise', 'Needs exactly one conclusion, a statement of the store that is not among its own premises: ca:conclusion, then its id.'),
        ('Inference', 'https://w3id.org/claimatlas/ontology#premise', 1, None, 0, None, (), '', 'Needs at least one premise, each a statement of the store: ca:premise, then its id.'),
        ('Inference', 'https://w3id.org/claimatlas/ontology#scheme', 0, 1, 0, None, (), '', 'Its argument scheme (ca:scheme) must be one known scheme, such as scheme:example; leave it out where none fits.'),
    ),
    'Instrument': (
        ('conceptDefinition', 'http://www.w3.org/2004/02/skos/core#definition', 1, None, 10, None, (), '', 'Needs a definition in a sentence: skos:definition "…"@en.'),
        ('conceptScheme', 'http://www.w3.org/2004/02/skos/core#inScheme', 1, None, 0, None, (), '', 'Needs the scheme that it belongs to: skos:inScheme <…>.'),
        ('conceptLabel', 'http://www.w3.org/2004/02/skos/core#prefLabel', 1, None, 0, None, (), '', 'Needs one name per language: skos:prefLabel "…"@en.'),
    ),
    'KeptNode': (
        ('KeptNode', 'https://w3id.org/claimatlas/ontology#nodeType', 1, 1, 0, None, (), '', 'Needs its type as AIF abbreviates it: ca:nodeType "L", for one.'),
    ),
    'Measure': (
        ('conceptLabel', 'http://www.w3.org/2004/02/skos/core#prefLabel', 1, None, 0, None, (), '', 'Needs one name per language: skos:prefLabel "…"@en.'),
    ),
    'Observation': (
        ('observationTitle', 'http://www.w3.org/2000/01/rdf-schema#label', 1, None, 0, 100, (), '', 'Needs a title of at most 100 characters that says which figure it is: rdfs:label "…"@en.'),
        ('Observation', 'https://schema.org/measuredProperty', 1, 1, 0, None, (), '', 'Needs the one thing that was measured: schema:measuredProperty with a ca:Measure, such as corpus:year.'),
        ('Observation', 'https://schema.org/observationAbout', 1, None, 0, None, (), '', 'Needs whom or what the figure is about: schema:observationAbout with an actor, policy or topic.'),
        ('Observation', 'https://schema.org/observationDate', 0, 1, 0, None, (), '', 'Its date (schema:observationDate) must be one year, month or day: "2023"^^xsd:gYear, "2024-05"^^xsd:gYearMonth, "2024-05-01"^^xsd:date.'),
        ('Observation', 'https://schema.org/unitText', 1, None, 0, None, (), '', 'Needs its unit in words: schema:unitText "…"@en.'),
        ('Observation', 'https://schema.org/value', 1, 1, 0, None, (), '', 'Needs one value, a plain number without quotes: schema:value 1.8.'),
        ('Observation', 'https://w3id.org/claimatlas/ontology#qualifier', 1, 1, 0, None, ('https://w3id.org/claimatlas/ontology#exact', 'https://w3id.org/claimatlas/ontology#approximate', 'https://w3id.org/claimatlas/ontology#moreThan', 'https://w3id.org/claimatlas/ontology#lessThan'), '', 'Needs how exactly the text gives the figure: ca:qualifier ca:exact, ca:approximate, ca:moreThan or ca:lessThan.'),
    ),
    'Policy': (
        ('title', 'http://www.w3.org/2000/01/rdf-schema#label', 1, None, 1, 60, (), '', 'Needs one short title per language, of 1 to 60 characters and with its language: rdfs:label "…"@en.'),
        ('Policy', 'https://schema.org/startDate', 0, 1, 0, None, (), '', 'Its start (schema:startDate) must be one year, month or day: "2025"^^xsd:gYear, "2025-04"^^xsd:gYearMonth, "2025-04-02"^^xsd:date.'),
        ('fullText', 'https://schema.org/text', 1, None, 1, 10000, (), '', 'Needs its full text, of 1 to 10,000 characters and with its language: schema:text "…"@en.'),
        ('Policy', 'https://w3id.org/claimatlas/ontology#carriedOutBy', 1, None, 0, None, (), '', "Needs at least one actor who carries it out: ca:carriedOutBy, then the actor's id."),
        ('Policy', 'https://w3id.org/claimatlas/ontology#instrument', 1, None, 0, None, (), '', 'Needs at least one policy instrument: ca:instrument instrument:tariff, for one.'),
        ('Policy', 'https://w3id.org/claimatlas/ontology#recommended', 1, 1, 0, None, (), '', 'Needs to say whether the authors recommend it: ca:recommended true or false.'),
        ('Policy', 'https://w3id.org/claimatlas/ontology#targets', 0, None, 0, None, (), '', 'Whom it targets (ca:targets) must be an actor of the store; add the actor, or correct the id.'),
    ),
    'PowerLink': (
        ('PowerLink', 'https://w3id.org/claimatlas/ontology#basis', 1, 1, 0, None, ('https://w3id.org/claimatlas/ontology#explicit', 'https://w3id.org/claimatlas/ontology#inferred'), '', 'Needs its basis: ca:explicit where the text says so, ca:inferred where it only follows.'),
        ('PowerLink', 'https://w3id.org/claimatlas/ontology#bearing', 1, 1, 0, None, ('https://w3id.org/claimatlas/ontology#wields', 'https://w3id.org/claimatlas/ontology#strengthens', 'https://w3id.org/claimatlas/ontology#erodes'), '', 'Needs one bearing: ca:bearing ca:wields, ca:strengthens or ca:erodes.'),
        ('PowerLink', 'https://w3id.org/claimatlas/ontology#policy', 1, 1, 0, None, (), '', 'Needs exactly one policy of the store: ca:policy, then its id.'),
        ('PowerLink', 'https://w3id.org/claimatlas/ontology#power', 1, 1, 0, None, (), '', 'Needs exactly one known type of power: ca:power power:trust, for one.'),
        ('PowerLink', 'https://w3id.org/claimatlas/ontology#statedBy', 1, None, 0, None, (), '', 'Needs at least one statement through which the text says it: ca:statedBy, then its id.'),
        ('PowerLink', 'https://w3id.org/claimatlas/ontology#whosePower', 1, None, 0, None, (), '', "Needs the actor whose power it is: ca:whosePower, then the actor's id."),
    ),
    'PowerType': (
        ('conceptDefinition', 'http://www.w3.org/2004/02/skos/core#definition', 1, None, 10, None, (), '', 'Needs a definition in a sentence: skos:definition "…"@en.'),
        ('conceptScheme', 'http://www.w3.org/2004/02/skos/core#inScheme', 1, None, 0, None, (), '', 'Needs the scheme that it belongs to: skos:inScheme <…>.'),
        ('conceptLabel', 'http://www.w3.org/2004/02/skos/core#prefLabel', 1, None, 0, None, (), '', 'Needs one name per language: skos:prefLabel "…"@en.'),
    ),
    'ProofStandard': (
        ('termDefinition', 'http://www.w3.org/2000/01/rdf-schema#comment', 1, 1, 0, None, (), '', 'Needs a definition: rdfs:comment "…"@en.'),
        ('termLabel', 'http://www.w3.org/2000/01/rdf-schema#label', 1, 1, 0, None, (), '', 'Needs a label: rdfs:label "…"@en.'),
    ),
    'Qualifier': (
        ('termDefinition', 'http://www.w3.org/2000/01/rdf-schema#comment', 1, 1, 0, None, (), '', 'Needs a definition: rdfs:comment "…"@en.'),
        ('termLabel', 'http://www.w3.org/2000/01/rdf-schema#label', 1, 1, 0, None, (), '', 'Needs a label: rdfs:label "…"@en.'),
    ),
    'Rephrase': (
        ('Rephrase', 'https://w3id.org/claimatlas/ontology#rephrased', 1, 1, 0, None, (), 'https://w3id.org/claimatlas/ontology#rephrases', 'Needs exactly one other statement that is said again: ca:rephrased, then its id.'),
        ('Rephrase', 'https://w3id.org/claimatlas/ontology#rephrases', 1, 1, 0, None, (), '', 'Needs exactly one statement that says it again: ca:rephrases, then its id.'),
    ),
    'Section': (
        ('Section', 'http://purl.org/dc/terms/isPartOf', 1, 1, 0, None, (), '', 'Needs the one source that it is part of: dcterms:isPartOf, then its id.'),
        ('Section', 'http://purl.org/dc/terms/title', 1, None, 0, None, (), '', 'Needs its title: dcterms:title "…"@en.'),
        ('Section', 'https://schema.org/position', 1, 1, 0, None, (), '', 'Needs its place among the sections, from 1: schema:position.'),
        ('Section', 'https://w3id.org/claimatlas/ontology#firstParagraph', 1, 1, 0, None, (), '', 'Needs the number of its first paragraph, not after its last: ca:firstParagraph.'),
        ('Section', 'https://w3id.org/claimatlas/ontology#lastParagraph', 1, 1, 0, None, (), '', 'Needs the number of its last paragraph: ca:lastParagraph.'),
    ),
    'Source': (
        ('Source', 'http://purl.org/dc/terms/creator', 1, None, 0, None, (), '', "Needs its authors, each an actor of the store: dcterms:creator, then the actor's id."),
        ('Source', 'http://purl.org/dc/terms/title', 1, None, 0, None, (), '', 'Needs its title: dcterms:title "…"@en.'),
        ('Source', 'https://w3id.org/claimatlas/ontology#length', 1, 1, 0, None, (), '', 'Needs the length of its text in characters, a whole number: ca:length.'),
        ('Source', 'https://w3id.org/claimatlas/ontology#mainThesis', 0, 1, 0, None, (), '', 'Its main thesis (ca:mainThesis) must be one thesis of the store.'),
        ('Source', 'https://w3id.org/claimatlas/ontology#quotable', 0, 1, 0, None, (), '', 'Write ca:quotable true where anchors may hold words of the source, else leave it out.'),
        ('Source', 'https://w3id.org/claimatlas/ontology#sha256', 1, 1, 0, None, (), '', 'Needs the SHA-256 digest of its text, 64 hexadecimal digits: ca:sha256 "…".'),
    ),
    'Standing': (
        ('termDefinition', 'http://www.w3.org/2000/01/rdf-schema#comment', 1, 1, 0, None, (), '', 'Needs a definition: rdfs:comment "…"@en.'),
        ('termLabel', 'http://www.w3.org/2000/01/rdf-schema#label', 1, 1, 0, None, (), '', 'Needs a label: rdfs:label "…"@en.'),
    ),
    'StandingReason': (
        ('termDefinition', 'http://www.w3.org/2000/01/rdf-schema#comment', 1, 1, 0, None, (), '', 'Needs a definition: rdfs:comment "…"@en.'),
        ('termLabel', 'http://www.w3.org/2000/01/rdf-schema#label', 1, 1, 0, None, (), '', 'Needs a label: rdfs:label "…"@en.'),
    ),
    'Statement': (
        ('Statement', 'http://purl.org/dc/terms/subject', 0, None, 0, None, (), '', 'A subject (dcterms:subject) must be a known type of power or topic; look for its name with `claimatlas search`.'),
        ('title', 'http://www.w3.org/2000/01/rdf-schema#label', 1, None, 1, 60, (), '', 'Needs one short title per language, of 1 to 60 characters and with its language: rdfs:label "…"@en.'),
        ('Statement', 'https://schema.org/citation', 0, None, 3, 500, (), '', 'Where it comes from (schema:citation) must be a reference or an address of 3 to 500 characters: schema:citation "…".'),
        ('fullText', 'https://schema.org/text', 1, None, 1, 10000, (), '', 'Needs its full text, of 1 to 10,000 characters and with its language: schema:text "…"@en.'),
        ('Statement', 'https://w3id.org/claimatlas/ontology#about', 0, None, 0, None, (), '', 'What the statement is about (ca:about) must be an actor or a policy of the store; add it, or correct its id.'),
        ('Statement', 'https://w3id.org/claimatlas/ontology#commitment', 1, 1, 0, None, ('https://w3id.org/claimatlas/ontology#asserted', 'https://w3id.org/claimatlas/ontology#granted', 'https://w3id.org/claimatlas/ontology#reported', 'https://w3id.org/claimatlas/ontology#rejected', 'https://w3id.org/claimatlas/ontology#predicted'), '', 'Needs one commitment of the author: ca:asserted, ca:granted, ca:reported, ca:rejected or ca:predicted.'),
        ('Statement', 'https://w3id.org/claimatlas/ontology#figure', 0, None, 0, None, (), '', 'A figure (ca:figure) must be an observation of the store; add it, or correct its id.'),
        ('Statement', 'https://w3id.org/claimatlas/ontology#heldBy', 1, None, 0, None, (), '', 'Needs at least one holder, who is an actor of the store: ca:heldBy corpus:authors, or whoever is reported.'),
        ('Statement', 'https://w3id.org/claimatlas/ontology#implicit', 0, 1, 0, None, (), '', 'Write ca:implicit true where the text does not say the statement, else leave it out.'),
    ),
    'Topic': (
        ('conceptDefinition', 'http://www.w3.org/2004/02/skos/core#definition', 1, None, 10, None, (), '', 'Needs a definition in a sentence: skos:definition "…"@en.'),
        ('conceptScheme', 'http://www.w3.org/2004/02/skos/core#inScheme', 1, None, 0, None, (), '', 'Needs the scheme that it belongs to: skos:inScheme <…>.'),
        ('conceptLabel', 'http://www.w3.org/2004/02/skos/core#prefLabel', 1, None, 0, None, (), '', 'Needs one name per language: skos:prefLabel "…"@en.'),
    ),
}
