"""The demonstration network: fictional, marked, and built through the actions.

What it says is data (`data/*.yaml`); what happened to it is data too (`story.yaml`,
`current_call.yaml`: who did what to which text, and when). The code here reads them and
calls the same actions as everybody, so that no demonstration text stands in a state that
the rules would not have led it to.
"""
